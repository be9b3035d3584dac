import { createRestRoutes } from '../../src/server/rest-routes.js'
import {
  type AppLayout,
  createRealAppLayout,
  type OpeningParams,
  type RealAppLayout,
  type RealPage,
} from './real-portal-page.js'
import {
  ANNA,
  APP_ORIGIN,
  createTestPortal,
  PORTAL_ORIGIN,
  type TestPortal,
  type TestPortalOptions,
} from './test-portal.js'

export const SID = 'sid-of-this-opening'

/** A request that the page has made. */
export interface PageRequest {
  readonly url: string
  readonly init: RequestInit
}

/** An app that is open in the page of a live portal. */
export interface RealOpening {
  readonly layout: AppLayout
  /** All that the app was sent, the oldest first. */
  readonly replies: readonly string[]
  /** What the app sends arrives. */
  send(data: unknown): void
  /** The next reply with that id, for a message that `send` sends. */
  replyTo(id: string): Promise<unknown>
  /** Sends a command, and resolves to the reply; one that gets none never ends. */
  ask(command: string, params?: unknown): Promise<unknown>
}

/** A page of a live portal, without a browser; its REST is the engine's. */
export interface RealPortal extends TestPortal {
  /** Its window, as scripts see it. */
  readonly window: {
    readonly BX: { readonly rest: { readonly AppLayout: RealAppLayout } }
    readonly location: { readonly origin: string }
    fetch(url: string, init: RequestInit): Promise<Response>
  }
  readonly requests: readonly PageRequest[]
  /** What becomes of the next requests, one each; later ones go to the portal. */
  readonly faults: (() => Response | Promise<Response>)[]
  /** Opens the app. Default: by Anna, an administrator, in the usual place. */
  open(options?: { placement?: string; userId?: number }): Promise<RealOpening>
}

export type RealPortalOptions = TestPortalOptions & Pick<RealPage, 'takesObjects'>

export function createRealPortal({ takesObjects = true, ...options }: RealPortalOptions = {}): RealPortal {
  const testPortal = createTestPortal(options)
  const routes = createRestRoutes(testPortal.portal)
  const listeners = new Map<string, (text: string) => void>()
  const requests: PageRequest[] = []
  const faults: RealPortal['faults'] = []
  let opened = 0

  const appLayout = createRealAppLayout({
    host: new URL(PORTAL_ORIGIN).host,
    takesObjects,
    frame: (name) => ({ postMessage: (text) => listeners.get(name)?.(text) }),
    renewAccess: async () => ({ ...(await testPortal.app.hostFor(ANNA).refreshAuth()) }),
  })

  return {
    ...testPortal,
    ...{ requests, faults },
    window: {
      BX: { rest: { AppLayout: appLayout } },
      location: { origin: PORTAL_ORIGIN },
      async fetch(url, init) {
        requests.push({ url, init })
        const fault = faults.shift()
        return fault ? fault() : routes.fetch(new Request(url, init))
      },
    },
    async open({ placement = 'DEFAULT', userId = ANNA } = {}) {
      const frameName = `frame-${++opened}`
      const data = await testPortal.app.hostFor(userId).initData()
      const layout = appLayout.set(placement, SID, { ...paramsOf(data), frameName })
      return createOpening(layout, (listener) => listeners.set(frameName, listener))
    },
  }
}

type InitData = Awaited<ReturnType<ReturnType<TestPortal['app']['hostFor']>['initData']>>

/** The parameters that a page's server writes into the page for an opening. */
function paramsOf(data: InitData): Omit<OpeningParams, 'appSid' | 'placement' | 'frameName'> {
  return {
    ...{ appHost: new URL(APP_ORIGIN).host, appProto: 'https', restPath: data.PATH },
    ...{ authId: data.AUTH_ID, authExpires: data.AUTH_EXPIRES, refreshId: data.REFRESH_ID },
    ...{ memberId: data.MEMBER_ID, isAdmin: data.IS_ADMIN, placementOptions: data.PLACEMENT_OPTIONS },
  }
}

function createOpening(layout: AppLayout, listen: (listener: (text: string) => void) => void): RealOpening {
  const replies: string[] = []
  const waiting = new Map<string, (reply: unknown) => void>()
  let lastId = 0
  const send = (data: unknown) => layout.receiveMessage({ origin: APP_ORIGIN, data })

  listen((text) => {
    replies.push(text)
    const [id = '', ...rest] = text.split(':')
    waiting.get(id)?.(JSON.parse(rest.join(':') || 'null'))
  })
  const replyTo = (id: string) => new Promise((resolve) => waiting.set(id, resolve))
  return {
    ...{ layout, replies, send, replyTo },
    ask(command, params) {
      const id = `id${++lastId}`
      const reply = replyTo(id)
      send(`${command}:${params === undefined ? '' : JSON.stringify(params)}:${id}:${SID}`)
      return reply
    },
  }
}
