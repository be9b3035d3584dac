import type { PortalParts } from '../portal-parts.js'
import type { SnapshotOptions } from '../snapshot.js'
import { deliverByFetch } from './deliver-by-fetch.js'
import type { Deliver, Delivery } from './delivery.js'
import { createFaultyHandlers } from './faulty-handlers.js'
import { createForward } from './forward.js'
import { createDeliveryLog, type DeliverySubject } from './log.js'
import { createPaces, type SavedPaces } from './paces.js'
import { createDeliveryQueue } from './queue.js'
import { createRequestWriter } from './request-writer.js'
import { type Carrier, createSender } from './sender.js'

/** How handlers are called. */
export interface DispatchOptions {
  /** Carries the deliveries. Default: `fetch`. */
  deliver?: Deliver
  /**
   * Origins that stand in for others, by those: `{ 'https://app.example.com': 'http://127.0.0.1:3000' }` sends what handlers
   * at that public address are to get to this machine. The log has both: `url` of the delivery, and of its request. Default: none.
   */
  forward?: Readonly<Record<string, string>>
  /** Milliseconds that a delivery waits in the queue of an idle portal. Default: 1,000. */
  baseDelay?: number
  /** Load of the server: a delivery waits the base delay times (1 + load). Default: 0. */
  load?: number
  /** Milliseconds that a handler has to answer, below 2,147,483,648. Default: 10,000. */
  deliveryTimeout?: number
  /** How many handlers are called at once, at most. Default: 20. */
  maxParallel?: number
  /** Milliseconds above which an answer is slow: its handler is called less often then. Default: 5,000. */
  slowAfter?: number
}

/** How much of the log is wanted. */
export interface LogOptions {
  /** Only so many, the newest. Default: all. */
  newest?: number
  /** Only those with lower numbers than this one. Default: all. */
  before?: Delivery['id']
}

export interface SavedDeliveries {
  readonly all: readonly Delivery[]
  readonly farewells: readonly [deliveryId: Delivery['id'], applicationToken: string][]
  readonly paces: SavedPaces
}

/** Logs deliveries and sees them off. What it answers with are copies of the log's entries. */
export interface Dispatch {
  /** Logs a delivery and puts it in line; a farewell, with what it is signed with, reaches a handler that is gone too. */
  enqueue(subject: DeliverySubject, farewellToken?: string): Delivery
  /** Logs a delivery of somebody else and sends it at once; `ended` resolves to what has become of it. */
  sendForged(subject: DeliverySubject): { sent: Delivery; ended: Promise<Delivery> }
  find(id: Delivery['id']): Delivery | undefined
  /** What a farewell is signed with. */
  findFarewellToken(id: Delivery['id']): string | undefined
  /** The newest so many, or all; the oldest of them first. */
  all(options?: LogOptions): Delivery[]
  readonly baseDelay: number
  readonly load: number
  /** Throws a `RangeError` for what is below 0. */
  setLoad(load: number): void
  settled(): Promise<void>
  /** Nothing leaves any more; what waits stays queued. Resolves once what was on its way is given up. */
  close(): Promise<void>
  /** The newest deliveries, as many as are wanted, and all from the first that has not ended. */
  save(wanted: Required<SnapshotOptions>): SavedDeliveries
}

const CLOSED = 'The portal is closed: it delivers nothing any more.'
const INTERRUPTED = 'the portal was closed before the handler had answered'

export function createDispatch(
  parts: PortalParts,
  options: DispatchOptions,
  saved: SavedDeliveries = { all: [], farewells: [], paces: [] },
): Dispatch {
  const { clock, changes, faults, handlers } = parts
  const { baseDelay = 1000, deliver = deliverByFetch, deliveryTimeout = 10_000, maxParallel = 20 } = options
  const { slowAfter = 5000 } = options
  let load = readLoad(options.load ?? 0)
  let isClosed = false
  const log = createDeliveryLog(clock, saved.all)
  const farewellTokens = new Map(saved.farewells)
  const writer = createRequestWriter(parts, farewellTokens, createForward(options.forward ?? {}))
  const paces = createPaces({ slowAfter, handlers, saved: saved.paces })
  const faulty = createFaultyHandlers({ clock, slowAfter })
  const sender = createSender({ clock, carrier, deliveryTimeout, change })
  const prepare = writer.write
  const queue = createDeliveryQueue({ clock, sender, maxParallel, paces, leavesAt, prepare, change })

  function leavesAt({ handlerId, raisedAt }: Delivery): number {
    return Math.max(raisedAt + baseDelay * (1 + load), paces.notBefore(handlerId))
  }

  function carrier(): Carrier {
    const { handlers: fault } = faults.current
    return fault === 'well' ? { deliver } : { deliver: faulty[fault], fault }
  }

  function change(delivery: Delivery, values: Partial<Delivery>): void {
    log.change(delivery, values)
    if (changes.isHeard) changes.tell({ type: 'delivery', delivery: copy(delivery) })
  }

  /** What an entry of the log looks like now. */
  function copy(delivery: Delivery): Delivery {
    return delivery.state === 'queued' ? { ...delivery, leavesAt: leavesAt(delivery) } : { ...delivery }
  }

  function record(subject: DeliverySubject): Delivery {
    if (isClosed) throw new Error(CLOSED)
    return log.record(subject)
  }

  handlers.onRemoved(({ id }) => {
    paces.forget(id)
    // What waits for it, as a farewell may, has another time now.
    queue.rearm(id)
  })

  for (const delivery of log.all) if (delivery.state === 'queued') queue.push(delivery)

  return {
    enqueue(subject, farewellToken) {
      const delivery = record(subject)
      if (farewellToken) farewellTokens.set(delivery.id, farewellToken)
      queue.push(delivery)
      return copy(delivery)
    },
    sendForged(subject) {
      const delivery = record(subject)
      const ended = queue.sendNow(delivery, writer.writeForged).then(() => copy(delivery))
      return { sent: copy(delivery), ended }
    },
    find: log.find,
    findFarewellToken: (id) => farewellTokens.get(id),
    all({ newest = log.all.length, before = Number.POSITIVE_INFINITY } = {}) {
      const end = Math.min(log.all.length, Math.max(0, before - log.firstId))
      return log.all.slice(Math.max(0, end - newest), end).map(copy)
    },
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
      return queue.close(INTERRUPTED)
    },
    save({ newestDeliveries, newestCharacters }) {
      const all = log.newest(newestDeliveries, newestCharacters).map((delivery) => ({ ...delivery }))
      const first = all[0]?.id ?? 0
      return { all, farewells: [...farewellTokens].filter(([id]) => id >= first), paces: paces.save() }
    },
  }
}

function readLoad(load: number): number {
  if (typeof load === 'number' && load >= 0 && load < Number.POSITIVE_INFINITY) return load
  throw new RangeError(`load: expected a number from 0 up, not ${load}`)
}
