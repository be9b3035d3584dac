import type { Clock } from '../clock.js'
import type { Deliver, Delivery, DeliveryRequest } from './delivery.js'
import { createFifo, type Fifo } from './fifo.js'
import type { Paces } from './paces.js'

export interface QueueOptions {
  clock: Clock
  deliver: Deliver
  /** Milliseconds that a delivery waits on an idle portal. */
  baseDelay: number
  /** How much longer it waits: the base delay times (1 + load). */
  load: number
  /** Milliseconds that a handler has to answer. */
  deliveryTimeout: number
  /** How many handlers are called at once, at most. */
  maxParallel: number
  paces: Paces
  /** Writes the request when it leaves, or says why the handler is not called. */
  prepare(delivery: Delivery): DeliveryRequest | { skipped: string }
  /** Told of each change of a delivery. */
  changed(delivery: Delivery): void
}

/** Deliveries wait in one line per handler, in order; handlers do not wait for one another. */
export interface DeliveryQueue {
  push(delivery: Delivery): void
  /** Sends one at once, past the line; for what is no call of the portal. */
  sendNow(delivery: Delivery, request: DeliveryRequest): Promise<void>
  setLoad(load: number): void
  /** When a delivery that waits will leave, as the load is now. */
  leavesAt(delivery: Delivery): number
  /** Resolves once nothing waits and nothing is on its way. */
  settled(): Promise<void>
}

/** What waits for one handler. */
interface Line {
  readonly waiting: Fifo<Delivery>
  busy: boolean
  timer: unknown
}

export function createDeliveryQueue(options: QueueOptions): DeliveryQueue {
  const { clock, deliver, baseDelay, deliveryTimeout, maxParallel, paces, prepare, changed } = options
  const lines = new Map<number, Line>()
  const ready = createFifo<Line>()
  let { load } = options
  let underWay = 0
  const idleListeners: (() => void)[] = []

  const leavesAt = ({ handlerId, raisedAt }: Delivery) =>
    Math.max(raisedAt + baseDelay * (1 + load), paces.notBefore(handlerId))

  /** Sees to it that the first of a line leaves in time. */
  function arm(line: Line): void {
    const { first } = line.waiting
    if (line.timer !== undefined) clock.clearTimeout(line.timer)
    line.timer = undefined
    if (!first || line.busy) return
    const delay = leavesAt(first) - clock.now()
    const leave = () => {
      line.timer = undefined
      line.busy = true
      ready.push(line)
      sendReady()
    }
    // A microtask where there is nothing to wait for: soon, but not before who raised the event has gone on.
    if (delay > 0) line.timer = clock.setTimeout(leave, delay)
    else {
      line.busy = true
      queueMicrotask(leave)
    }
  }

  function sendReady(): void {
    while (underWay < maxParallel) {
      const line = ready.shift()
      if (!line) return
      void sendFirst(line)
    }
  }

  async function sendFirst(line: Line): Promise<void> {
    const delivery = line.waiting.shift()
    if (!delivery) return
    const prepared = prepare(delivery)
    if ('skipped' in prepared) {
      change(delivery, { state: 'skipped', reason: prepared.skipped })
      release(line, delivery)
    } else {
      await send(delivery, prepared)
      paces.called(delivery.handlerId, delivery.duration ?? 0, clock.now())
      release(line, delivery)
      sendReady()
    }
    tellIfIdle()
  }

  function release(line: Line, { handlerId }: Delivery): void {
    line.busy = false
    if (line.waiting.size > 0) arm(line)
    else lines.delete(handlerId)
  }

  async function send(delivery: Delivery, request: DeliveryRequest): Promise<void> {
    const sentAt = clock.now()
    const aborter = new AbortController()
    const timer = clock.setTimeout(
      () => aborter.abort(new Error(`no answer within ${deliveryTimeout} ms`)),
      deliveryTimeout,
    )
    underWay++
    change(delivery, { state: 'sent', sentAt, request })
    try {
      const { status } = await untilAborted(deliver(request, { signal: aborter.signal }), aborter.signal)
      change(delivery, { state: 'answered', status, duration: clock.now() - sentAt })
    } catch (error) {
      change(delivery, { state: 'failed', reason: describe(error), duration: clock.now() - sentAt })
    }
    clock.clearTimeout(timer)
    underWay--
  }

  function change(delivery: Delivery, values: Partial<Delivery>): void {
    changed(Object.assign(delivery, values))
  }

  const isIdle = () => lines.size === 0 && underWay === 0

  function tellIfIdle(): void {
    if (!isIdle()) return
    for (const tell of idleListeners.splice(0)) tell()
  }

  return {
    push(delivery) {
      const line = lines.get(delivery.handlerId) ?? {
        waiting: createFifo<Delivery>(),
        busy: false,
        timer: undefined,
      }
      lines.set(delivery.handlerId, line)
      line.waiting.push(delivery)
      changed(delivery)
      if (line.waiting.size === 1) arm(line)
    },
    async sendNow(delivery, request) {
      await send(delivery, request)
      // It has taken room from what waits in line.
      sendReady()
      tellIfIdle()
    },
    setLoad(newLoad) {
      load = newLoad
      for (const line of lines.values()) arm(line)
    },
    leavesAt,
    async settled() {
      if (!isIdle()) await new Promise<void>((resolve) => idleListeners.push(resolve))
    },
  }
}

/** A transport that does not heed the signal must not hold up the line. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject)
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
