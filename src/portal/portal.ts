import type { Params } from '../protocol/message.js'
import type { RestReply } from '../protocol/rest.js'
import { createAppLife } from './app-life.js'
import { type AppOptions, createAppState } from './app-state.js'
import type { ChangeListener } from './changes.js'
import { checkOptions } from './check-options.js'
import { createDeliveries } from './delivery/deliveries.js'
import type { Delivery } from './delivery/delivery.js'
import { createDispatch, type DispatchOptions, type LogOptions } from './delivery/dispatch.js'
import { createExplain, type ExplainOptions, type Explanation } from './explain.js'
import type { PortalFaults } from './faults.js'
import type { Handler } from './handlers.js'
import { createPortalApp, type PortalApp } from './portal-app.js'
import { createPortalParts, type PartsOptions, saveParts } from './portal-parts.js'
import { createRaise, type RaiseOptions } from './raise.js'
import { type RenewalReply, renewTokens } from './renew-tokens.js'
import { type Authorization, createCallers, type Webhook } from './rest/callers.js'
import { type AnswerOptions, createRestService } from './rest/rest-service.js'
import type { RuleSet } from './rules.js'
import {
  markSnapshot,
  type PortalSnapshot,
  readSnapshot,
  readSnapshotOptions,
  type SnapshotOptions,
} from './snapshot.js'
import type { User, UserPatch } from './users.js'

/** What a portal is made of. Only `origin` must be given. */
export interface PortalOptions extends PartsOptions, DispatchOptions, AnswerOptions {
  /**
   * What `snapshot()` gave. Its rules, language, users and load win over the options of that name; how long and how often
   * something is done (`baseDelay`, `tokenLifetime`, `limits`, `slowAfter`...) is in no snapshot.
   */
  snapshot?: unknown
}

/** A simulated portal: apps, users, event handlers, and real rules for them. */
export interface Portal {
  /** Where its page is. */
  readonly origin: string
  readonly rules: RuleSet
  /** That of the interface. */
  readonly language: string
  /** Milliseconds that a delivery waits at load 0. */
  readonly baseDelay: number
  /** A delivery waits the base delay times (1 + load). */
  readonly load: number
  /** Milliseconds that an access token works. */
  readonly tokenLifetime: number
  /** What goes wrong, as `setFaults` has made it. No snapshot has it. Default: nothing. */
  readonly faults: PortalFaults
  /** Throws a `TypeError` where an option is wrong, a `RangeError` where the portal has an app with that `clientId` already. */
  addApp(options: AppOptions): PortalApp
  /** All apps, in the order of adding. */
  apps(): PortalApp[]
  /**
   * Calls REST, with an access token or a webhook. Resolves to status and body, whatever it is called with. Rejects only with a
   * `LostReplyError`, where `faults.lostReplies` says so.
   */
  call(authorization: Authorization, method: string, params?: Params): Promise<RestReply>
  /** Whose access token or webhook it is, an expired token included; `undefined`: nobody's. */
  userOf(authorization: Authorization): User['id'] | undefined
  /** Renews the tokens of an app as its back end does it, by `/oauth/token/`. Resolves to status and body. */
  renewTokens(params: Params): Promise<RenewalReply>
  /** A new key for calling REST as a user, without an app. Throws a `RangeError` where there is no such user. */
  webhookFor(userId: User['id'], scopes?: readonly string[]): Webhook
  /**
   * Lets an event happen, and answers with the deliveries that it causes.
   * Throws a `RangeError` where there is no such event, user or app, a `TypeError` where JSON can't carry the data.
   */
  raise(event: string, options?: RaiseOptions): Delivery[]
  /**
   * Says for every handler of an event whether it would be called, and if not, why; without one, what may be wrong.
   * Throws a `RangeError` where there is no such user.
   */
  explain(options: ExplainOptions): Explanation
  /**
   * Sends a handler, at once, what somebody could who does not know its `application_token`. It should refuse.
   * Rejects with a `RangeError` where there is no such handler.
   */
  forge(handlerId: Handler['id']): Promise<Delivery>
  /** Queues a delivery once more. Throws a `RangeError` where there is none of that number. */
  replay(deliveryId: Delivery['id']): Delivery
  /** Resolves once no delivery waits and none is on its way. */
  settled(): Promise<void>
  /**
   * The log of all deliveries, or of the `newest` so many, also of those `before` a number; the oldest of them first. An entry is
   * kept as long as the portal is, what was sent (`request`) of the 1,000 newest only, and of no more than 10,000,000 characters.
   */
  deliveries(options?: LogOptions): Delivery[]
  /** All handlers, the oldest first. */
  handlers(): Handler[]
  /** All users, in the order of giving. */
  users(): User[]
  /** Throws a `RangeError` where there is no such user, a `TypeError` where the patch is none. Nothing is changed then. */
  updateUser(id: User['id'], patch: UserPatch): User
  /** Takes effect on what waits already. Throws a `RangeError` for what is below 0. */
  setLoad(load: number): void
  /** For access tokens to come, in milliseconds. Throws a `TypeError` for what is not above 0. */
  setTokenLifetime(lifetime: number): void
  /** All access tokens that were given out expire now: REST answers `expired_token`. Refresh tokens still work. */
  expireTokens(): void
  /**
   * Lets something go wrong, for an app to be tried with; what is not named stays as it is. `setFaults(NO_FAULTS)` undoes all.
   * Throws a `TypeError` that names what is wrong, and changes nothing then.
   * @example portal.setFaults({ lostReplies: 1 }) // the answer to the next call never arrives
   */
  setFaults(faults: Partial<PortalFaults>): void
  /** Tells of every change; answers with what ends that. */
  subscribe(listener: ChangeListener): () => void
  /**
   * The whole state as plain JSON, for `createPortal({ snapshot })`. It holds tokens and secrets that work. Throws a `TypeError`
   * for a number of deliveries that is no whole one from 1 up.
   */
  snapshot(options?: SnapshotOptions): PortalSnapshot
  /**
   * Ends all deliveries: what is on its way is given up, what waits stays `queued`, so that a portal made of a snapshot goes on
   * with it, and no timer is left. From then on what would cause a delivery throws an `Error`. Closing twice does no harm.
   */
  close(): Promise<void>
}

/**
 * Makes a portal. Throws a `TypeError` that names the option and says what is expected, where one is wrong; a `RangeError` for a
 * load below 0.
 */
export function createPortal(options: PortalOptions): Portal {
  checkOptions(options)
  const saved = options.snapshot === undefined ? undefined : readSnapshot(options.snapshot)
  const parts = createPortalParts(options, saved)
  const { users, apps, handlers, changes } = parts
  const load = saved?.load ?? options.load ?? 0
  const dispatch = createDispatch(parts, { ...options, load }, saved?.deliveries)
  const deliveries = createDeliveries(handlers, dispatch)
  const raise = createRaise(parts, deliveries)
  const serve = createRestService(parts, raise, options)
  const callers = createCallers(parts, saved?.webhooks)
  const life = createAppLife(parts, raise, deliveries)
  const services = { parts, serve, callers, life }
  const publicApps = [...apps.values()].map((app) => createPortalApp(app, services))

  return {
    origin: parts.origin,
    rules: parts.ruleSet,
    language: parts.language,
    baseDelay: dispatch.baseDelay,
    get load() {
      return dispatch.load
    },
    get tokenLifetime() {
      return parts.tokens.lifetime
    },
    get faults() {
      return parts.faults.current
    },
    addApp(appOptions) {
      const app = createAppState(appOptions, parts.random)
      if (apps.has(app.id)) throw new RangeError(`The portal has an app ${app.id} already.`)
      apps.set(app.id, app)
      const publicApp = createPortalApp(app, services)
      publicApps.push(publicApp)
      changes.tell({ type: 'app', appId: app.id })
      return publicApp
    },
    apps: () => [...publicApps],
    call: async (authorization, method, params = {}) =>
      serve(() => callers.find(authorization), method, params),
    userOf: callers.userOf,
    renewTokens: async (params) => renewTokens(parts, params),
    webhookFor: (userId, scopes = []) => callers.webhookFor(userId, scopes),
    raise,
    explain: createExplain(parts),
    async forge(handlerId) {
      const handler = handlers.find(handlerId)
      if (!handler) throw new RangeError(`The portal has no handler ${handlerId}.`)
      return deliveries.forge(handler)
    },
    replay: deliveries.replay,
    settled: dispatch.settled,
    deliveries: dispatch.all,
    handlers: handlers.all,
    users: users.all,
    updateUser: users.update,
    setLoad(load) {
      dispatch.setLoad(load)
      changes.tell({ type: 'load', load })
    },
    setTokenLifetime: parts.tokens.setLifetime,
    expireTokens: parts.tokens.expireAll,
    setFaults: parts.faults.change,
    subscribe: changes.subscribe,
    snapshot: (options = {}) =>
      markSnapshot({
        ...saveParts(parts),
        load: dispatch.load,
        webhooks: callers.save(),
        deliveries: dispatch.save(readSnapshotOptions(options)),
      }),
    close: dispatch.close,
  }
}
