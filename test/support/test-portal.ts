import {
  type AppOptions,
  createPortal,
  type Deliver,
  type DeliveryRequest,
  type Handler,
  type Portal,
  type PortalApp,
  type PortalOptions,
  type UserOptions,
} from 'bx24-events/portal'
import { createFakeClock, type FakeClock } from './fake-clock.js'

export const PORTAL_ORIGIN = 'https://portal.example.com'
export const APP_ORIGIN = 'https://app.example.com'
export const HANDLER_URL = `${APP_ORIGIN}/handler/`

export const ANNA = 1
export const BORIS = 2
export const CLARA = 3

/** Two administrators, and Boris, who is none. */
export const USERS: readonly UserOptions[] = [
  { id: ANNA, name: 'Anna', admin: true },
  { id: BORIS, name: 'Boris' },
  { id: CLARA, name: 'Clara', admin: true },
]

export interface TestPortalOptions extends Partial<PortalOptions> {
  readonly app?: Partial<AppOptions>
}

export interface TestPortal {
  readonly portal: Portal
  /** An app with the scopes `crm` and `task`. */
  readonly app: PortalApp
  /** The portal's time. It stands still. */
  readonly clock: FakeClock
  /** What reached the app's server, which answers 200 to all of it; not where the test brings a transport of its own. */
  readonly received: readonly DeliveryRequest[]
  /** Binds a handler as an administrator. */
  bind(event: string, options?: BindOptions): Promise<Handler>
}

export interface BindOptions {
  readonly url?: string
  readonly authType?: number
}

/** A portal with one app in it, whose deliveries leave without a wait and reach nobody but the test. */
export function createTestPortal({ app: appOptions, ...options }: TestPortalOptions = {}): TestPortal {
  const received: DeliveryRequest[] = []
  const deliver: Deliver = async (request) => {
    received.push(request)
    return { status: 200 }
  }
  const clock = createFakeClock()
  const portal = createPortal({
    ...{ origin: PORTAL_ORIGIN, users: USERS, clock, deliver, baseDelay: 0 },
    ...options,
  })
  const app = addTestApp(portal, appOptions)

  return {
    ...{ portal, app, clock, received },
    async bind(event, { url = HANDLER_URL, authType = 0 } = {}) {
      const params = { event, handler: url, auth_type: authType }
      const { answer } = await portal.call(app.tokenFor(ANNA), 'event.bind', params)
      const handler = portal.handlers().at(-1)
      if (answer.result !== true || !handler) throw new Error(`Not bound: ${JSON.stringify(answer)}`)
      return handler
    },
  }
}

export function addTestApp(portal: Portal, options: Partial<AppOptions> = {}): PortalApp {
  return portal.addApp({ title: 'Test app', url: `${APP_ORIGIN}/`, scopes: ['crm', 'task'], ...options })
}
