import { createFakeClock } from '../support/fake-clock.js'
import { createTestPortal, HANDLER_URL, type TestPortal } from '../support/test-portal.js'
import { createHandlersServer } from './handlers-server.js'
import type { Caller, Harness, OpenApp, OpenOptions } from './harness.js'

/** The part of an open app that does not depend on the way in which it calls. */
export type PortalSide = Omit<OpenApp, 'call'>

export function portalSideOf({ portal, app, clock, received }: Omit<TestPortal, 'bind'>): PortalSide {
  return {
    handlerBase: HANDLER_URL,
    callWithToken: portal.call,
    raise: async (event, options) => void portal.raise(event, options),
    setLoad: async (load) => portal.setLoad(load),
    updateUser: async (id, patch) => void portal.updateUser(id, patch),
    finishInstall: async () => app.finishInstall(),
    update: async (version, options) => app.update(version, options),
    uninstall: async () => app.uninstall(),
    install: async () => app.install(),
    passTime: clock.advance,
    settled: portal.settled,
    received: async () => received,
    deliveries: async () => portal.deliveries(),
    handlers: async () => portal.handlers(),
    close: async () => undefined,
  }
}

export function openPortalSide(options: OpenOptions & { readonly origin?: string } = {}): {
  testPortal: TestPortal
  portalSide: PortalSide
} {
  const { scopes = ['crm', 'task'], installed = true, ...portalOptions } = options
  const clock = createFakeClock()
  const { received, deliver } = createHandlersServer(clock)
  const testPortal = createTestPortal({ app: { scopes, installed }, clock, deliver, ...portalOptions })
  return { testPortal, portalSide: portalSideOf({ ...testPortal, clock, received }) }
}

/** The engine itself, with nothing in between. */
export const directHarness: Harness = {
  way: 'to the engine directly',
  hasWebhooks: true,
  async open(options) {
    const { testPortal, portalSide } = openPortalSide(options)
    const { portal, app } = testPortal
    const authorize = (caller: Caller) =>
      typeof caller === 'number' ? app.tokenFor(caller) : portal.webhookFor(caller.webhook)
    return {
      ...portalSide,
      call: (caller, method, params) => portal.call(authorize(caller), method, params),
    }
  },
}
