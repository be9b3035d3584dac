// An app's page that calls as the contract says.

import { createBX24 } from 'bx24-events'
import { callByClient } from '../../contract/call-by-client.js'

/** `?line=no`: over the window alone. */
const privateLine = !location.search.includes('line=no')

const clients = [createBX24({ privateLine }), createBX24({ privateLine })] as const

const appAgent = {
  call: (client: 0 | 1, method: string, params?: Record<string, unknown>) =>
    callByClient(clients[client], method, params),
}

declare global {
  interface Window {
    appAgent: typeof appAgent
  }
}

window.appAgent = appAgent
