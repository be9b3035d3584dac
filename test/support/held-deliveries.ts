import type { Deliver, DeliveryRequest } from 'bx24-events/portal'
import { createInbox, type Inbox } from './inbox.js'

/** A POST that is on its way, until the test says what becomes of it. */
export interface HeldDelivery {
  readonly request: DeliveryRequest
  /** Aborted when the portal has given up. */
  readonly signal: AbortSignal
  answer(status?: number): void
  fail(error: unknown): void
}

export interface HeldDeliveries {
  /** For `createPortal`. */
  readonly deliver: Deliver
  readonly held: Inbox<HeldDelivery>
}

/** A transport that carries a delivery for as long as the test wants. */
export function createHeldDeliveries(): HeldDeliveries {
  const held = createInbox<HeldDelivery>()
  return {
    held,
    deliver: (request, { signal }) =>
      new Promise((resolve, reject) => {
        held.push({ request, signal, answer: (status = 200) => resolve({ status }), fail: reject })
      }),
  }
}
