import type { DeliveryRequest, Params, RestReply } from 'bx24-events/portal'
import { createFakeClock } from '../support/fake-clock.js'
import { ask } from '../support/http.js'
import { startTestPortal } from '../support/running-portal.js'
import { portalSideOf } from './direct-harness.js'
import { type Harness, USERS } from './harness.js'

/** REST over HTTP, as back ends and webhooks call it. */
export const httpHarness: Harness = {
  way: 'over HTTP',
  hasWebhooks: true,
  async open({ scopes = ['crm', 'task'], ...options } = {}) {
    const clock = createFakeClock()
    const received: DeliveryRequest[] = []
    const running = await startTestPortal({
      clock,
      users: USERS,
      deliver: async (request) => {
        received.push(request)
        return { status: 200 }
      },
      app: { title: 'Test app', url: 'https://app.example.com/', scopes },
      ...options,
    })
    const { portal, app, close } = running

    const callWithToken = (token: string, method: string, params?: Params) =>
      post(`${running.url}rest/${method}`, { authorization: `Bearer ${token}` }, params)

    return {
      ...portalSideOf({ portal, clock, received }),
      callWithToken,
      call(caller, method, params) {
        if (typeof caller === 'number') return callWithToken(app.tokenFor(caller), method, params)
        return post(portal.webhookFor(caller.webhook).url + method, {}, params)
      },
      close,
    }
  },
}

async function post(url: string, headers: Record<string, string>, params: Params = {}): Promise<RestReply> {
  const body = JSON.stringify(params)
  const question = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }
  const { status, text } = await ask(url, question)
  return { status, answer: JSON.parse(text) }
}
