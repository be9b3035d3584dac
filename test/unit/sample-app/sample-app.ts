import type { RunningPortal } from 'bx24-events/server'
import { createBackEnd } from '../../../demo/server/back-end.js'
import type { Installation } from '../../../demo/server/installation.js'
import type { Received } from '../../../demo/server/received.js'
import { deliverByFetch } from '../../../src/portal/delivery/deliver-by-fetch.js'
import { ask, type HttpAnswer } from '../../support/http.js'
import { startServer } from '../../support/http-server.js'
import { createInbox } from '../../support/inbox.js'
import { startTestPortal } from '../../support/running-portal.js'
import { listenToServer } from '../../support/server-sent-events.js'

/** The back end of the sample app, and the portal that it is installed in, over HTTP. */
export interface SampleApp {
  readonly origin: string
  readonly handlerUrl: string
  readonly running: RunningPortal
  /** Resolves to the next POST that the handler received and is done with. */
  nextDone(): Promise<Received>
  /** Sends the handler a form. */
  post(form: Readonly<Record<string, string>>): Promise<HttpAnswer>
  close(): Promise<void>
}

export async function startSampleApp({ installed = true } = {}): Promise<SampleApp> {
  const running = await startTestPortal({ deliver: deliverByFetch })
  const { id: clientId, applicationToken } = running.app
  const installation: Installation = { portalUrl: running.url, clientId, applicationToken }
  const backEnd = createBackEnd(() => (installed ? installation : undefined))
  const server = await startServer((request, response) => {
    backEnd(request, response, () => response.writeHead(404).end('none of the back end'))
  })
  const handlerUrl = `${server.origin}/handler/`
  const events = await listenToServer(`${server.origin}/backend/received`)
  const done = createInbox<Received>()
  let isClosing = false
  pump().catch((error: unknown) => {
    // The connection breaks off where the server ends.
    if (!isClosing) throw error
  })

  async function pump(): Promise<void> {
    for await (const { name, data } of events) {
      if (name === 'one' && (data as Received).rest.state !== 'pending') done.push(data as Received)
    }
  }

  return {
    ...{ origin: server.origin, handlerUrl, running },
    nextDone: () => done.next(),
    post: (form) =>
      ask(handlerUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
      }),
    async close() {
      isClosing = true
      await running.close()
      await server.close()
    },
  }
}
