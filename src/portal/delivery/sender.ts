import type { Clock } from '../clock.js'
import type { HandlerFault } from '../faults.js'
import type { Deliver, Delivery, DeliveryRequest } from './delivery.js'

/** What carries a delivery. */
export interface Carrier {
  deliver: Deliver
  /** The fault that it stands for, in place of the handler. */
  fault?: HandlerFault
}

export interface SenderOptions {
  clock: Clock
  /** What carries a delivery that leaves now. */
  carrier(): Carrier
  /** Milliseconds that a handler has to answer. */
  deliveryTimeout: number
  /** Changes the entry of a delivery. */
  change(delivery: Delivery, values: Partial<Delivery>): void
}

/** Carries requests to handlers, each with a time limit. */
export interface Sender {
  /** How many are on their way. */
  readonly underWay: number
  /** Sends a request, and logs what comes of it. Never rejects. */
  send(delivery: Delivery, request: DeliveryRequest): Promise<void>
  /** Gives up what is on its way. */
  abortAll(reason: string): void
}

export function createSender({ clock, carrier, deliveryTimeout, change }: SenderOptions): Sender {
  const aborters = new Set<AbortController>()

  return {
    get underWay() {
      return aborters.size
    },
    async send(delivery, request) {
      const sentAt = clock.now()
      const aborter = new AbortController()
      const giveUp = () => aborter.abort(new Error(`no answer within ${deliveryTimeout} ms`))
      const timer = clock.setTimeout(giveUp, deliveryTimeout)
      aborters.add(aborter)
      const { deliver, ...met } = carrier()
      change(delivery, { state: 'sent', sentAt, request, ...met })
      try {
        const { status } = await untilAborted(deliver(request, { signal: aborter.signal }), aborter.signal)
        change(delivery, { state: 'answered', status, duration: clock.now() - sentAt })
      } catch (error) {
        change(delivery, { state: 'failed', reason: describe(error), duration: clock.now() - sentAt })
      }
      clock.clearTimeout(timer)
      aborters.delete(aborter)
    },
    abortAll(reason) {
      for (const aborter of aborters) aborter.abort(new Error(reason))
    },
  }
}

/** A transport that does not heed the signal must not hold up the line. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    promise.then(resolve, reject)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp)
  })
}

/** What went wrong, for a person who reads the log. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
