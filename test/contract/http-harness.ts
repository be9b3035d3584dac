import type { Params, RestReply } from 'bx24-events/portal'
import type { RunningPortal } from 'bx24-events/server'
import { createFakeClock } from '../support/fake-clock.js'
import { ask } from '../support/http.js'
import { HOST_PAGE, startTestPortal } from '../support/running-portal.js'
import { type PortalSide, portalSideOf } from './direct-harness.js'
import { createHandlersServer } from './handlers-server.js'
import { type Harness, type OpenOptions, USERS } from './harness.js'

export interface ServedPortal {
  readonly running: RunningPortal
  readonly portalSide: PortalSide
}

export interface ServeOptions {
  /** Where the app is. Default: an address that nothing asks. */
  readonly appUrl?: string
  /** The portal's page. Default: one that says nothing. */
  readonly page?: string
}

/** A portal over HTTP, with a clock that stands still. */
export async function openServedPortal(
  { scopes = ['crm', 'task'], installed = true, ...options }: OpenOptions = {},
  { appUrl = 'https://app.example.com/', page = HOST_PAGE }: ServeOptions = {},
): Promise<ServedPortal> {
  const clock = createFakeClock()
  const { received, deliver } = createHandlersServer(clock)
  const running = await startTestPortal({
    clock,
    deliver,
    users: USERS,
    app: { title: 'Test app', url: appUrl, scopes, installed },
    page,
    ...options,
  })
  const { portal, app, close } = running
  return {
    running,
    portalSide: {
      ...portalSideOf({ portal, app, clock, received }),
      callWithToken: (token, method, params) => callWithToken(running, token, { method, params }),
      close,
    },
  }
}

/** REST over HTTP, as back ends and webhooks call it. */
export const httpHarness: Harness = {
  way: 'over HTTP',
  hasWebhooks: true,
  async open(options) {
    const { running, portalSide } = await openServedPortal(options)
    const { portal, app } = running
    return {
      ...portalSide,
      call(caller, method, params) {
        if (typeof caller === 'number')
          return callWithToken(running, app.tokenFor(caller), { method, params })
        return post(portal.webhookFor(caller.webhook).url + method, {}, params)
      },
    }
  },
}

function callWithToken(
  { url }: RunningPortal,
  token: string,
  { method, params }: { method: string; params: Params | undefined },
): Promise<RestReply> {
  return post(`${url}rest/${method}`, { authorization: `Bearer ${token}` }, params)
}

async function post(url: string, headers: Record<string, string>, params: Params = {}): Promise<RestReply> {
  const body = JSON.stringify(params)
  const question = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }
  const { status, text } = await ask(url, question)
  return { status, answer: JSON.parse(text) }
}
