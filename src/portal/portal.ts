import type { Params } from '../protocol/message.js'
import type { RestReply } from '../protocol/rest.js'
import { type AppOptions, type AppState, createAppState } from './app-state.js'
import { type Authorization, createCallers, type Webhook } from './callers.js'
import { type ChangeListener, createChanges } from './changes.js'
import { type Clock, systemClock } from './clock.js'
import { deliverByFetch } from './delivery/deliver-by-fetch.js'
import { createDeliveries } from './delivery/deliveries.js'
import type { Deliver, Delivery } from './delivery/delivery.js'
import { findEvent } from './event-catalog.js'
import { createHandlers, type Handler } from './handlers.js'
import { type AppPortal, createPortalApp, type PortalApp } from './portal-app.js'
import { type Random, randomSecret, systemRandom } from './random.js'
import { createRestService } from './rest-service.js'
import { findRules, type RuleSet } from './rules.js'
import { createTokens } from './tokens.js'
import { createUsers, type User, type UserOptions, type UserPatch, type Users } from './users.js'

export interface PortalOptions {
  /** Where the portal's page is, such as `http://localhost:5174`. */
  origin: string
  /** `documented` (the default): what the vendor's documentation says. `current`: what portals of today do. */
  rules?: RuleSet
  /** Default: one administrator, with the id 1. */
  users?: readonly UserOptions[]
  /** Language of the interface. Default: `en`. */
  language?: string
  /** Carries the deliveries. Default: `fetch`. */
  deliver?: Deliver
  /** Default: the system's. */
  clock?: Clock
  /** Default: `crypto.getRandomValues`. */
  random?: Random
  /** Milliseconds that a delivery waits in the queue of an idle portal. Default: 1,000. */
  baseDelay?: number
  /** Load of the server: a delivery waits the base delay times (1 + load). Default: 0. */
  load?: number
  /** Milliseconds that an access token works. Default: an hour. */
  tokenLifetime?: number
  /** Milliseconds that a handler has to answer. Default: 10,000. */
  deliveryTimeout?: number
  /** How many handlers are called at once, at most. Default: 20. */
  maxParallel?: number
}

export interface RaiseOptions {
  /** The acting user. Absent: a robot, for whom handlers that name no user get no tokens. */
  by?: User['id']
  /** What the event brings along. Default: the sample of the catalog. */
  data?: unknown
  /** The `client_id` of the app that is to hear of it. Default: all that have bound the event. */
  app?: string
}

/** A simulated portal: apps, users, event handlers, and real rules for them. */
export interface Portal {
  readonly origin: string
  readonly rules: RuleSet
  readonly language: string
  readonly load: number
  addApp(options: AppOptions): PortalApp
  /** All apps, in the order of adding. */
  apps(): PortalApp[]
  /** Calls REST, with an access token or a webhook. Resolves to status and body, whatever the caller did. */
  call(authorization: Authorization, method: string, params?: Params): Promise<RestReply>
  webhookFor(userId: User['id'], scopes?: readonly string[]): Webhook
  /**
   * Lets an event happen, and answers with the deliveries that it causes.
   * Throws a `RangeError` where there is no such event, user or app.
   */
  raise(event: string, options?: RaiseOptions): Delivery[]
  /** Sends a handler, at once, what somebody could who does not know its `application_token`. It should refuse. */
  forge(handlerId: Handler['id']): Promise<Delivery>
  /** Resolves once no delivery waits and none is on its way. */
  settled(): Promise<void>
  /** The log of all deliveries, the oldest first. */
  deliveries(): Delivery[]
  /** All handlers, the oldest first. */
  handlers(): Handler[]
  users(): User[]
  /** Throws a `RangeError` where there is no such user. */
  updateUser(id: User['id'], patch: UserPatch): User
  /** Takes effect on what waits already. Throws a `RangeError` for what is below 0. */
  setLoad(load: number): void
  /** Tells of every change; answers with what ends that. */
  subscribe(listener: ChangeListener): () => void
}

/** Makes a portal. Throws a `TypeError` where the origin or the rule set is none. */
export function createPortal(options: PortalOptions): Portal {
  const origin = readOrigin(options.origin)
  const {
    rules: ruleSet = 'documented',
    language = 'en',
    clock = systemClock,
    random = systemRandom,
  } = options
  let { load = 0 } = options
  const rules = findRules(ruleSet)
  const users = createUsers(options.users ?? [{ id: 1, name: 'Administrator', admin: true }])
  const apps = new Map<string, AppState>()
  const handlers = createHandlers(rules.placeOf)
  const tokens = createTokens({ clock, random, lifetime: options.tokenLifetime ?? 3_600_000 })
  const callers = createCallers({ origin, clock, random, apps, users, tokens })
  const changes = createChanges()
  const memberId = randomSecret(random)
  const publicApps: PortalApp[] = []

  const deliveries = createDeliveries({
    ...{ origin, memberId, clock, random, apps, users, handlers, tokens, load },
    deliver: options.deliver ?? deliverByFetch,
    baseDelay: options.baseDelay ?? 1000,
    deliveryTimeout: options.deliveryTimeout ?? 10_000,
    maxParallel: options.maxParallel ?? 20,
    changed: (delivery) => changes.tell({ type: 'delivery', delivery }),
  })

  function raise(eventName: string, { by, app: appId, ...given }: RaiseOptions = {}): Delivery[] {
    const event = findEvent(eventName)
    if (!event) throw new RangeError(`No event ${eventName}. EVENT_CATALOG lists what there is.`)
    if (appId !== undefined && !apps.has(appId)) throw new RangeError(`The portal has no app ${appId}.`)
    const data = 'data' in given ? given.data : event.data
    return deliveries.raise({ event, data, by: by === undefined ? by : users.get(by).id, appId })
  }

  const serve = createRestService({
    ...{ clock, language, rules, users, handlers, raise },
    handlersChanged: () => changes.tell({ type: 'handlers' }),
  })

  function finishInstall(app: AppState, by = firstAdministrator(users)): void {
    if (app.installed) return
    app.installed = true
    changes.tell({ type: 'app', appId: app.id })
    const data = { VERSION: app.version, ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: language }
    raise('ONAPPINSTALL', { app: app.id, by, data })
  }

  const appPortal: AppPortal = {
    ...{ origin, language, memberId, finishInstall },
    now: clock.now,
    getUser: users.get,
    issueTokens: tokens.issue,
    call: (app, userId, method, params) =>
      serve(() => ({ user: users.get(userId), app, scopes: app.scopes }), method, params),
  }

  return {
    ...{ origin, language, raise },
    rules: ruleSet,
    get load() {
      return load
    },
    addApp(appOptions) {
      const app = createAppState(appOptions, random)
      if (apps.has(app.id)) throw new RangeError(`The portal has an app ${app.id} already.`)
      apps.set(app.id, app)
      const publicApp = createPortalApp(app, appPortal)
      publicApps.push(publicApp)
      changes.tell({ type: 'app', appId: app.id })
      return publicApp
    },
    apps: () => [...publicApps],
    call: async (authorization, method, params = {}) =>
      serve(() => callers.find(authorization), method, params),
    webhookFor: (userId, scopes = []) => callers.webhookFor(userId, scopes),
    async forge(handlerId) {
      const handler = handlers.find(handlerId)
      if (!handler) throw new RangeError(`The portal has no handler ${handlerId}.`)
      return deliveries.forge(handler)
    },
    settled: deliveries.settled,
    deliveries: deliveries.all,
    handlers: handlers.all,
    users: users.all,
    updateUser(id, patch) {
      const user = users.update(id, patch)
      changes.tell({ type: 'user', user })
      return user
    },
    setLoad(newLoad) {
      load = readLoad(newLoad)
      deliveries.setLoad(load)
      changes.tell({ type: 'load', load })
    },
    subscribe: changes.subscribe,
  }
}

function firstAdministrator(users: Users): User['id'] {
  const administrator = users.all().find(({ admin, active }) => admin && active)
  if (administrator) return administrator.id
  throw new RangeError('The portal has no active administrator: name the acting user.')
}

function readOrigin(origin: string): string {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw new TypeError(`origin: expected an origin such as http://localhost:5174, not ${origin}`)
}

function readLoad(load: number): number {
  if (load >= 0 && load < Number.POSITIVE_INFINITY) return load
  throw new RangeError(`load: expected a number from 0 up, not ${load}`)
}
