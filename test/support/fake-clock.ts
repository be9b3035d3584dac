import type { Clock } from 'bx24-events/portal'
import { nextTask } from './next-task.js'

/** A clock that stands still until it is told to move on. */
export interface FakeClock extends Clock {
  /** Moves on by some milliseconds: what becomes due runs in its order, each with all that follows from it. */
  advance(milliseconds: number): Promise<void>
  /** How many timers are set. */
  readonly timerCount: number
}

export function createFakeClock(start = Date.UTC(2026, 0, 1, 12)): FakeClock {
  const timers = new Map<number, { due: number; run: () => void }>()
  let now = start
  let lastId = 0

  function takeFirstDue(end: number): { due: number; run: () => void } | undefined {
    const [first] = [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)
    if (first) timers.delete(first[0])
    return first?.[1]
  }

  return {
    now: () => now,
    setTimeout(run, delay) {
      timers.set(++lastId, { due: now + delay, run })
      return lastId
    },
    clearTimeout: (timer) => void timers.delete(timer as number),
    async advance(milliseconds) {
      const end = now + milliseconds
      await nextTask()
      for (let timer = takeFirstDue(end); timer; timer = takeFirstDue(end)) {
        now = Math.max(now, timer.due)
        timer.run()
        await nextTask()
      }
      now = end
    },
    get timerCount() {
      return timers.size
    },
  }
}
