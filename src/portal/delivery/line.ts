import { type Clock, LONGEST_TIMER } from '../clock.js'
import type { Delivery } from './delivery.js'
import { createFifo } from './fifo.js'

/** What waits for one handler: it leaves in order, one at a time, each when its time has come. */
export interface Line {
  readonly size: number
  push(delivery: Delivery): void
  /** Looks again at when the first leaves. */
  arm(): void
  /** Takes the first, whose time has come. */
  take(): Delivery | undefined
  /** Lets the next one go: the one that was taken has ended. */
  release(): void
  /** From now on nothing leaves. */
  stop(): void
}

export interface LineOptions {
  clock: Clock
  leavesAt(delivery: Delivery): number
  /** Told when the time of the first has come. Nothing else leaves until `release`. */
  due(line: Line): void
}

export function createLine({ clock, leavesAt, due }: LineOptions): Line {
  const waiting = createFifo<Delivery>()
  let isBusy = false
  let isStopped = false
  let timer: unknown

  function disarm(): void {
    if (timer !== undefined) clock.clearTimeout(timer)
    timer = undefined
  }

  function leave(): void {
    if (!isStopped) due(line)
  }

  const line: Line = {
    get size() {
      return waiting.size
    },
    push(delivery) {
      waiting.push(delivery)
      if (waiting.size === 1) line.arm()
    },
    arm() {
      disarm()
      const { first } = waiting
      if (!first || isBusy || isStopped) return
      const delay = leavesAt(first) - clock.now()
      if (delay > 0) timer = clock.setTimeout(line.arm, Math.min(delay, LONGEST_TIMER))
      else {
        isBusy = true
        // Soon, but not before who raised the event has gone on.
        queueMicrotask(leave)
      }
    },
    take: () => waiting.shift(),
    release() {
      isBusy = false
      line.arm()
    },
    stop() {
      isStopped = true
      disarm()
    },
  }
  return line
}
