import type { Clock } from '../clock.js'
import type { Handler } from '../handlers.js'
import { contentLength } from './content-length.js'
import type { Delivery } from './delivery.js'
import { createFifo } from './fifo.js'

/** What a delivery is of: nothing of it changes later. */
export type DeliverySubject = Omit<Delivery, 'id' | 'raisedAt' | 'state'>

/** Every delivery of a portal, in the order of raising. Their numbers have no gaps. */
export interface DeliveryLog {
  record(subject: DeliverySubject): Delivery
  /** Changes an entry. Only the newest requests are kept: they are what takes up memory. */
  change(delivery: Delivery, values: Partial<Delivery>): void
  find(id: Delivery['id']): Delivery | undefined
  /** From the first number up: where a snapshot left deliveries out, it is above 1. */
  readonly all: readonly Delivery[]
  readonly firstId: Delivery['id']
  /**
   * The newest, so many at most and with so many characters of JSON, and one at least; but all from the first that has not ended: what
   * waits is not lost, and the numbers have no gaps.
   */
  newest(count: number, characters: number): readonly Delivery[]
}

/** More than a person looks at. */
const KEPT_REQUESTS = 1000
/** Of their bodies together; the newest is kept however long it is. */
const KEPT_CHARACTERS = 10_000_000

export function createDeliveryLog(clock: Clock, saved: readonly Delivery[]): DeliveryLog {
  const all = saved.map((delivery) => ({ ...delivery, ...(delivery.state === 'sent' ? INTERRUPTED : {}) }))
  const firstId = all[0]?.id ?? 1
  const withRequest = createFifo<Delivery>()
  let characters = 0

  function keepRequest(delivery: Delivery): void {
    withRequest.push(delivery)
    characters += bodyLength(delivery)
    while (withRequest.size > KEPT_REQUESTS || (withRequest.size > 1 && characters > KEPT_CHARACTERS))
      forgetRequest(withRequest.shift())
  }

  function forgetRequest(oldest: Delivery | undefined): void {
    if (!oldest) return
    characters -= bodyLength(oldest)
    // Not deleted: an entry that has lost a field takes twice the memory.
    oldest.request = undefined
  }

  for (const delivery of all) if (delivery.request) keepRequest(delivery)

  return {
    record(subject) {
      const delivery: Delivery = {
        id: firstId + all.length,
        ...subject,
        raisedAt: clock.now(),
        state: 'queued',
      }
      all.push(delivery)
      return delivery
    },
    change(delivery, values) {
      Object.assign(delivery, values)
      if (values.request) keepRequest(delivery)
    },
    find: (id) => all[id - firstId],
    all,
    firstId,
    newest(count, most) {
      const firstOpen = all.findIndex(isOpen)
      const start = all.length - countThatFit(all.slice(Math.max(0, all.length - count)), most)
      return all.slice(firstOpen < 0 ? start : Math.min(start, firstOpen))
    },
  }
}

/** How many of the newest fit into so many characters; one at least, or the numbers would begin anew. */
function countThatFit(deliveries: readonly Delivery[], most: number): number {
  if (most === Number.POSITIVE_INFINITY) return deliveries.length
  let left = most
  const count = [...deliveries].reverse().findIndex((delivery) => {
    left -= contentLength(delivery, left)
    return left < 0
  })
  return count < 0 ? deliveries.length : Math.max(1, count)
}

const bodyLength = ({ request }: Delivery) => request?.body.length ?? 0

const isOpen = ({ state }: Delivery) => state === 'queued' || state === 'sent'

/** What a delivery to a handler is of. */
export function subjectFor(
  { id: handlerId, appId, event, url, authType }: Handler,
  what: Pick<Delivery, 'data' | 'by' | 'forged'>,
): DeliverySubject {
  return { handlerId, appId, event, url, authType, ...what }
}

// What may have reached its handler is not sent again by itself.
const INTERRUPTED = {
  state: 'failed',
  reason: 'the portal was stopped before the handler had answered',
} as const
