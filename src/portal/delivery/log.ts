import type { Clock } from '../clock.js'
import type { Handler } from '../handlers.js'
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
   * So many, the newest, but all from the first that has not ended: what waits is not lost, and the numbers have no gaps.
   */
  newest(count: number): readonly Delivery[]
}

/** More than a person looks at. */
export const KEPT_REQUESTS = 1000

export function createDeliveryLog(clock: Clock, saved: readonly Delivery[]): DeliveryLog {
  const all = saved.map((delivery) => ({ ...delivery, ...(delivery.state === 'sent' ? INTERRUPTED : {}) }))
  const firstId = all[0]?.id ?? 1
  const withRequest = createFifo<Delivery>()

  function keepRequest(delivery: Delivery): void {
    withRequest.push(delivery)
    if (withRequest.size <= KEPT_REQUESTS) return
    const oldest = withRequest.shift()
    // Not deleted: an entry that has lost a field takes twice the memory.
    if (oldest) oldest.request = undefined
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
    newest(count) {
      const firstOpen = all.findIndex(isOpen)
      const start = Math.max(0, all.length - count)
      return all.slice(firstOpen < 0 ? start : Math.min(start, firstOpen))
    },
  }
}

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
