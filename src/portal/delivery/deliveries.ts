import type { AppState } from '../app-state.js'
import { type CatalogEvent, findEvent } from '../event-catalog.js'
import type { Handler } from '../handlers.js'
import type { PortalParts } from '../portal-parts.js'
import type { User } from '../users.js'
import type { Farewell } from '../why-not-called.js'
import { deliverByFetch } from './deliver-by-fetch.js'
import type { Deliver, Delivery } from './delivery.js'
import { createDeliveryLog, type DeliverySubject, subjectFor } from './log.js'
import { createPaces, type SavedPaces } from './paces.js'
import { createDeliveryQueue } from './queue.js'
import { createRequestWriter } from './request-writer.js'
import { createSender } from './sender.js'

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

/** How much of the log is wanted. */
export interface LogOptions {
  /** Only so many, the newest. Default: all. */
  newest?: number
}

/** Whose installation ends, by whom, and what is told of it. */
export interface FarewellOccasion {
  app: AppState
  by: User['id']
  data: unknown
}

/** From an event to the POSTs that it causes, and the log of them. */
export interface Deliveries {
  raise(event: RaisedEvent): Delivery[]
  /** Tells an app's handlers of the end of its installation. It reaches them even when they are gone by then. */
  sayFarewell(eventName: Farewell, occasion: FarewellOccasion): void
  /** Queues a delivery once more. Throws a `RangeError` where there is none of that number. */
  replay(deliveryId: Delivery['id']): Delivery
  /** Sends a handler what somebody could who does not know the `application_token`, at once. */
  forge(handler: Handler): Promise<Delivery>
  /** The newest so many, or all; the oldest of them first. */
  all(options?: LogOptions): Delivery[]
  readonly baseDelay: number
  readonly load: number
  /** Throws a `RangeError` for what is below 0. */
  setLoad(load: number): void
  settled(): Promise<void>
  /** Nothing leaves any more; what waits stays queued. Resolves once what was on its way is given up. */
  close(): Promise<void>
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
  const { clock, handlers, changes } = parts
  const { baseDelay = 1000, deliver = deliverByFetch, deliveryTimeout = 10_000, maxParallel = 20 } = options
  let load = readLoad(options.load ?? 0)
  let isClosed = false
  const log = createDeliveryLog(clock, saved.all)
  const farewellTokens = new Map(saved.farewells)
  const writer = createRequestWriter(parts, farewellTokens)
  const paces = createPaces(options.slowAfter ?? 5000, saved.paces)
  const sender = createSender({ clock, deliver, deliveryTimeout, change })
  const prepare = writer.write
  const queue = createDeliveryQueue({ clock, sender, maxParallel, paces, leavesAt, prepare, change })

  function leavesAt({ handlerId, raisedAt }: Delivery): number {
    return Math.max(raisedAt + baseDelay * (1 + load), paces.notBefore(handlerId))
  }

  function change(delivery: Delivery, values: Partial<Delivery>): void {
    log.change(delivery, values)
    changes.tell({ type: 'delivery', delivery: copy(delivery) })
  }

  /** What an entry of the log looks like now. */
  function copy(delivery: Delivery): Delivery {
    return delivery.state === 'queued' ? { ...delivery, leavesAt: leavesAt(delivery) } : { ...delivery }
  }

  function record(subject: DeliverySubject): Delivery {
    if (isClosed) throw new Error('The portal is closed: it delivers nothing any more.')
    return log.record(subject)
  }

  function enqueue(subject: DeliverySubject, farewellToken?: string): Delivery {
    const delivery = record(subject)
    if (farewellToken) farewellTokens.set(delivery.id, farewellToken)
    queue.push(delivery)
    return copy(delivery)
  }

  async function sendForged(delivery: Delivery): Promise<Delivery> {
    await queue.sendNow(delivery, writer.writeForged)
    return copy(delivery)
  }

  for (const delivery of log.all) if (delivery.state === 'queued') queue.push(delivery)

  return {
    raise: ({ event, data, by, appId }) =>
      [...handlers.ofEvent(event.name, appId)].map((handler) =>
        enqueue(subjectFor(handler, { data, by, forged: false })),
      ),
    sayFarewell(eventName, { app, by, data }) {
      for (const handler of handlers.ofEvent(eventName, app.id)) {
        enqueue(subjectFor(handler, { data, by, forged: false }), app.applicationToken)
      }
    },
    replay(deliveryId) {
      const replayed = log.find(deliveryId)
      if (!replayed) throw new RangeError(`There is no delivery ${deliveryId}.`)
      const { handlerId, appId, event, url, authType, by, data, forged } = replayed
      const subject = { handlerId, appId, event, url, authType, by, data, forged, replayOf: deliveryId }
      if (!forged) return enqueue(subject, farewellTokens.get(deliveryId))
      const delivery = record(subject)
      void sendForged(delivery)
      return copy(delivery)
    },
    forge(handler) {
      const { data } = findEvent(handler.event) ?? {}
      return sendForged(record(subjectFor(handler, { data, by: undefined, forged: true })))
    },
    all: ({ newest = Number.POSITIVE_INFINITY } = {}) =>
      log.all.slice(Math.max(0, log.all.length - newest)).map(copy),
    baseDelay,
    get load() {
      return load
    },
    setLoad(newLoad) {
      load = readLoad(newLoad)
      queue.rearm()
    },
    settled: queue.settled,
    close() {
      isClosed = true
      return queue.close('the portal was closed before the handler had answered')
    },
    save: () => ({
      all: log.all.map((delivery) => ({ ...delivery })),
      farewells: [...farewellTokens],
      paces: paces.save(),
    }),
  }
}

function readLoad(load: number): number {
  if (typeof load === 'number' && load >= 0 && load < Number.POSITIVE_INFINITY) return load
  throw new RangeError(`load: expected a number from 0 up, not ${load}`)
}
