import { offerRounds, portalOrigin } from '../measured-call.js'
import { createRawCall } from './raw-echo.js'

offerRounds(() => {
  const { port1, port2 } = new MessageChannel()
  parent.postMessage('port', portalOrigin, [port2])
  return createRawCall(
    (answered) => {
      port1.onmessage = answered
    },
    (text) => port1.postMessage(text),
  )
})
