import { connect, WindowMessenger } from 'penpal'
import { EVENT, HANDLER, offerRounds, portalOrigin } from '../measured-call.js'
import type { Portal } from '../portals.js'

offerRounds(async () => {
  const messenger = new WindowMessenger({ remoteWindow: parent, allowedOrigins: [portalOrigin] })
  const remote = await connect<Portal>({ messenger }).promise
  return () => remote.callBind(EVENT, HANDLER)
})
