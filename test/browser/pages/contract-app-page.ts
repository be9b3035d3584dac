// An app's page that calls as the contract says.

import { createBX24 } from 'bx24-events'
import { callByClient } from '../../contract/call-by-client.js'

const clients = [createBX24(), createBX24()] as const

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
