import { wrap } from 'comlink'
import { EVENT, HANDLER, offerRounds, portalOrigin } from '../measured-call.js'
import type { Portal } from '../portals.js'

offerRounds(() => {
  const { port1, port2 } = new MessageChannel()
  parent.postMessage('port', portalOrigin, [port2])
  const remote = wrap<Portal>(port1)
  return () => remote.callBind(EVENT, HANDLER)
})
