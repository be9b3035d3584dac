import { initializeB24Frame } from '@bitrix24/b24jssdk'
import { EVENT, HANDLER, offerRounds } from '../measured-call.js'

offerRounds(async () => {
  const { placement } = await initializeB24Frame()
  return () => placement.call('callBind', { event: EVENT, handler: HANDLER })
})
