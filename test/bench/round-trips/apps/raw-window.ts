import { offerRounds, portalOrigin } from '../measured-call.js'
import { createRawCall } from './raw-echo.js'

offerRounds(() =>
  createRawCall(
    (answered) => window.addEventListener('message', answered),
    (text) => parent.postMessage(text, portalOrigin),
  ),
)
