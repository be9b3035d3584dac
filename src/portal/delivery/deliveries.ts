import type { AppState } from '../app-state.js'
import { whyNotCalled } from '../calling.js'
import { type CatalogEvent, findEvent } from '../event-catalog.js'
import type { Handler } from '../handlers.js'
import type { PortalParts } from '../portal-parts.js'
import { randomSecret } from '../random.js'
import type { AccessToken, Grant } from '../tokens.js'
import type { User } from '../users.js'
import { deliverByFetch } from './deliver-by-fetch.js'
import type { Deliver, Delivery, DeliveryRequest } from './delivery.js'
import { createPaces, type SavedPaces } from './paces.js'
import { writeDelivery } from './payload.js'
import { createDeliveryQueue } from './queue.js'

/** How handlers are called. */
export interface DeliveriesOptions {
  /** Carries the deliveries. Default: `fetch`. */
  deliver?: Deliver
  /** Milliseconds that a delivery waits in the queue of an idle portal. Default: 1,000. */
  baseDelay?: number
  /** Load of the server: a delivery waits the base delay times (1 + load). Default: 0. */
  load?: number
  /** Milliseconds that a handler has to answer. Default: 10,000. */
  deliveryTimeout?: number
  /** How many handlers are called at once, at most. Default: 20. */
  maxParallel?: number
  /** Milliseconds above which an answer is slow: its handler is called less often then. Default: 5,000. */
  slowAfter?: number
}

/** An event that has happened. */
export interface RaisedEvent {
  event: CatalogEvent
  data: unknown
  /** The acting user; `undefined`: a robot. */
  by: User['id'] | undefined
  /** Only this app hears of it; `undefined`: all that have bound it. */
  appId: string | undefined
}

export interface Farewell {
  app: AppState
  by: User['id']
  data: unknown
}

/** From an event to the POSTs that it causes, and the log of them. */
export interface Deliveries {
  raise(event: RaisedEvent): Delivery[]
  /** Tells an app's handlers of the end of its installation. It reaches them even when they are gone by then. */
  sayFarewell(eventName: 'ONAPPUPDATE' | 'ONAPPUNINSTALL', farewell: Farewell): void
  /** Queues a delivery once more. Throws a `RangeError` where there is none of that number. */
  replay(deliveryId: Delivery['id']): Delivery
  /** Sends a handler what somebody could who does not know the `application_token`, at once. */
  forge(handler: Handler): Promise<Delivery>
  /** All, the oldest first. */
  all(): Delivery[]
  readonly baseDelay: number
  readonly load: number
  /** Throws a `RangeError` for what is below 0. */
  setLoad(load: number): void
  settled(): Promise<void>
  save(): SavedDeliveries
}

export interface SavedDeliveries {
  readonly all: readonly Delivery[]
  readonly farewells: readonly [deliveryId: Delivery['id'], applicationToken: string][]
  readonly paces: SavedPaces
}

export function createDeliveries(
  parts: PortalParts,
  options: DeliveriesOptions,
  saved: SavedDeliveries = { all: [], farewells: [], paces: [] },
): Deliveries {
  const { clock, random, origin, memberId, apps, users, handlers, tokens, changes } = parts
  const log: Delivery[] = []
  const { baseDelay = 1000 } = options
  const paces = createPaces(options.slowAfter ?? 5000, saved.paces)
  /** What farewells are signed with, by delivery: the installation that they are of may be gone when they leave. */
  const farewellTokens = new Map(saved.farewells)
  let load = readLoad(options.load ?? 0)
  const queue = createDeliveryQueue({
    clock,
    deliver: options.deliver ?? deliverByFetch,
    baseDelay,
    load,
    deliveryTimeout: options.deliveryTimeout ?? 10_000,
    maxParallel: options.maxParallel ?? 20,
    paces,
    prepare,
    changed: (delivery) => changes.tell({ type: 'delivery', delivery: copy(delivery) }),
  })

  function record(fields: Omit<Delivery, 'id' | 'raisedAt' | 'state'>): Delivery {
    const delivery: Delivery = { id: log.length + 1, ...fields, raisedAt: clock.now(), state: 'queued' }
    log.push(delivery)
    return delivery
  }

  function recordFor(handler: Handler, what: Pick<Delivery, 'data' | 'by' | 'forged'>): Delivery {
    const { id: handlerId, appId, event, url, authType } = handler
    return record({ handlerId, appId, event, url, authType, ...what })
  }

  function push(delivery: Delivery): Delivery {
    queue.push(delivery)
    return copy(delivery)
  }

  /** What its log entry looks like now. */
  function copy(delivery: Delivery): Delivery {
    return delivery.state === 'queued' ? { ...delivery, leavesAt: queue.leavesAt(delivery) } : { ...delivery }
  }

  function write(delivery: Delivery, userId: number | undefined, applicationToken?: string): DeliveryRequest {
    const [app, event] = [apps.get(delivery.appId), findEvent(delivery.event)]
    if (!app || !event)
      throw new Error(`Delivery ${delivery.id} is of an app or an event that this portal does not have`)
    return writeDelivery({
      delivery,
      event,
      app: applicationToken ? { ...app, applicationToken } : app,
      origin,
      memberId,
      now: clock.now(),
      token: userId === undefined ? undefined : issueToken(event, { appId: app.id, userId }),
    })
  }

  function issueToken(event: CatalogEvent, grant: Grant): AccessToken | undefined {
    if (!event.sendsTokens) return undefined
    return event.sendsRefreshToken ? tokens.issuePair(grant) : tokens.issue(grant)
  }

  function prepare(delivery: Delivery): DeliveryRequest | { skipped: string } {
    const userId = delivery.authType || delivery.by
    const [app, event] = [apps.get(delivery.appId), findEvent(delivery.event)]
    const farewellToken = farewellTokens.get(delivery.id)
    if (farewellToken) {
      // Its tokens have died with the installation.
      const isOver = app?.stage === 'uninstalled' || app?.applicationToken !== farewellToken
      return write(delivery, isOver ? undefined : userId, farewellToken)
    }
    if (!handlers.find(delivery.handlerId)) return { skipped: 'handler removed' }
    const user = userId === undefined ? undefined : users.find(userId)
    const skipped = app && event ? whyNotCalled({ app, event, user }) : 'app removed'
    return skipped === undefined ? write(delivery, userId) : { skipped }
  }

  function sendForged(delivery: Delivery): Promise<void> {
    return queue.sendNow(delivery, write(delivery, undefined, randomSecret(random)))
  }

  for (const delivery of saved.all) {
    const restored = { ...delivery }
    log.push(restored)
    if (restored.state === 'queued') queue.push(restored)
    // What may have reached its handler is not sent again by itself.
    if (restored.state === 'sent') Object.assign(restored, INTERRUPTED)
  }

  return {
    raise: ({ event, data, by, appId }) =>
      [...handlers.ofEvent(event.name, appId)].map((handler) =>
        push(recordFor(handler, { data, by, forged: false })),
      ),
    sayFarewell(eventName, { app, by, data }) {
      for (const handler of handlers.ofEvent(eventName, app.id)) {
        const delivery = recordFor(handler, { data, by, forged: false })
        farewellTokens.set(delivery.id, app.applicationToken)
        push(delivery)
      }
    },
    replay(deliveryId) {
      const replayed = log[deliveryId - 1]
      if (!replayed) throw new RangeError(`There is no delivery ${deliveryId}.`)
      const { handlerId, appId, event, url, authType, by, data, forged } = replayed
      const delivery = record({
        handlerId,
        appId,
        event,
        url,
        authType,
        by,
        data,
        forged,
        replayOf: deliveryId,
      })
      const farewellToken = farewellTokens.get(deliveryId)
      if (farewellToken) farewellTokens.set(delivery.id, farewellToken)
      if (!forged) return push(delivery)
      void sendForged(delivery)
      return copy(delivery)
    },
    async forge(handler) {
      const { data } = findEvent(handler.event) ?? {}
      const delivery = recordFor(handler, { data, by: undefined, forged: true })
      await sendForged(delivery)
      return copy(delivery)
    },
    all: () => log.map(copy),
    baseDelay,
    get load() {
      return load
    },
    setLoad(newLoad) {
      load = readLoad(newLoad)
      queue.setLoad(load)
    },
    settled: queue.settled,
    save: () => ({
      all: log.map((delivery) => ({ ...delivery })),
      farewells: [...farewellTokens],
      paces: paces.save(),
    }),
  }
}

const INTERRUPTED = {
  state: 'failed',
  reason: 'the portal was stopped before the handler had answered',
} as const

function readLoad(load: number): number {
  if (load >= 0 && load < Number.POSITIVE_INFINITY) return load
  throw new RangeError(`load: expected a number from 0 up, not ${load}`)
}
