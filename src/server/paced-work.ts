import { type Clock, systemClock } from '../portal/clock.js'

/** Work that is done again and again: never twice at once, and not without a pause, which is as long as the work: 10 s at most. */
export interface PacedWork {
  /** Says that there is work: it begins in the next task, or after the pause. All that is asked for until then is done at once. */
  ask(): void
  /** Nothing begins any more. Resolves once what is under way has ended. */
  stop(): Promise<void>
}

export interface PacedWorkOptions {
  /** Must not reject. */
  work: () => Promise<void>
  /** Milliseconds from the end of one to the beginning of the next, at least. */
  pause: number
  /** Default: the system's. */
  clock?: Clock
}

/** Milliseconds. The machine may have slept while it worked. */
const LONGEST_PAUSE = 10_000

export function createPacedWork({ work, pause, clock = systemClock }: PacedWorkOptions): PacedWork {
  let isAsked = false
  let isStopped = false
  let underWay: Promise<void> | undefined
  let timer: unknown

  function beginIn(delay: number): void {
    timer = clock.setTimeout(() => {
      timer = undefined
      if (isAsked) underWay = doOnce()
    }, delay)
  }

  async function doOnce(): Promise<void> {
    isAsked = false
    const begunAt = clock.now()
    await work()
    underWay = undefined
    // What takes long leaves as much time for all else.
    if (!isStopped) beginIn(Math.max(pause, Math.min(clock.now() - begunAt, LONGEST_PAUSE)))
  }

  return {
    ask() {
      isAsked = true
      if (timer === undefined && !underWay && !isStopped) beginIn(0)
    },
    async stop() {
      isStopped = true
      clock.clearTimeout(timer)
      await underWay
    },
  }
}
