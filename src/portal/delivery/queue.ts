import type { Clock } from '../clock.js'
import type { Handler } from '../handlers.js'
import type { Delivery, DeliveryRequest } from './delivery.js'
import { createFifo } from './fifo.js'
import { createLine, type Line } from './line.js'
import type { Paces } from './paces.js'
import { describe, type Sender } from './sender.js'

/** Writes the request of a delivery when it leaves, or says why the handler is not called. */
export type Prepare = (delivery: Delivery) => DeliveryRequest | { skipped: string }

export interface QueueOptions {
  clock: Clock
  sender: Sender
  /** How many handlers are called at once, at most. */
  maxParallel: number
  paces: Paces
  /** When a delivery that waits will leave, as things are now. */
  leavesAt(delivery: Delivery): number
  prepare: Prepare
  /** Changes the entry of a delivery. */
  change(delivery: Delivery, values: Partial<Delivery>): void
}

/** Deliveries wait in one line per handler, in order; handlers do not wait for one another. */
export interface DeliveryQueue {
  push(delivery: Delivery): void
  /** Sends one at once, past the line; for what is no call of the portal. */
  sendNow(delivery: Delivery, prepare: Prepare): Promise<void>
  /** Looks again at when what waits leaves: for one handler, or for all. */
  rearm(handlerId?: Handler['id']): void
  /** Resolves once nothing waits and nothing is on its way. */
  settled(): Promise<void>
  /** Gives up what is on its way. What waits stays queued, and holds up `settled` no more. */
  close(reason: string): Promise<void>
}

export function createDeliveryQueue(options: QueueOptions): DeliveryQueue {
  const { clock, sender, maxParallel, paces, leavesAt, change } = options
  const lines = new Map<Handler['id'], Line>()
  const ready = createFifo<Line>()
  const idleListeners: (() => void)[] = []
  let isClosed = false

  function due(line: Line): void {
    ready.push(line)
    sendReady()
  }

  function sendReady(): void {
    while (sender.underWay < maxParallel && !isClosed) {
      const line = ready.shift()
      if (!line) return
      void sendFirst(line)
    }
  }

  async function sendFirst(line: Line): Promise<void> {
    const delivery = line.take()
    if (!delivery) return
    const sending = sendPrepared(delivery, options.prepare)
    if (sending) {
      await sending
      paces.called(delivery.handlerId, delivery.duration ?? 0, clock.now())
    }
    if (line.size === 0) lines.delete(delivery.handlerId)
    line.release()
    if (sending) sendReady()
    tellIfIdle()
  }

  /** `undefined` where it is not sent: its entry says why. */
  function sendPrepared(delivery: Delivery, prepare: Prepare): Promise<void> | undefined {
    try {
      const prepared = prepare(delivery)
      if (!('skipped' in prepared)) return sender.send(delivery, prepared)
      change(delivery, { state: 'skipped', reason: prepared.skipped })
    } catch (error) {
      // Whatever is wrong with one delivery, the line goes on.
      change(delivery, { state: 'failed', reason: `the request could not be written: ${describe(error)}` })
    }
    return undefined
  }

  const isIdle = () => sender.underWay === 0 && (isClosed || lines.size === 0)

  function tellIfIdle(): void {
    if (!isIdle()) return
    for (const tell of idleListeners.splice(0)) tell()
  }

  async function settled(): Promise<void> {
    if (!isIdle()) await new Promise<void>((resolve) => idleListeners.push(resolve))
  }

  return {
    push(delivery) {
      const line = lines.get(delivery.handlerId) ?? createLine({ clock, leavesAt, due })
      lines.set(delivery.handlerId, line)
      change(delivery, {})
      line.push(delivery)
    },
    async sendNow(delivery, prepare) {
      await sendPrepared(delivery, prepare)
      // It has taken room from what waits in line.
      sendReady()
      tellIfIdle()
    },
    rearm(handlerId) {
      const changed = handlerId === undefined ? lines.values() : [lines.get(handlerId)]
      for (const line of changed) line?.arm()
    },
    settled,
    close(reason) {
      isClosed = true
      for (const line of lines.values()) line.stop()
      sender.abortAll(reason)
      tellIfIdle()
      return settled()
    },
  }
}
