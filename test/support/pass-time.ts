import { vi } from 'vitest'
import { nextTask } from './next-task.js'
import type { Outcome } from './outcome.js'

const STEP = 50

/** With fake timers, lets time pass until something has ended, or `longest` milliseconds; resolves to how many passed. */
export async function passTimeUntilEnd(outcome: Outcome, longest: number): Promise<number> {
  const isOver = () => 'result' in outcome || 'error' in outcome
  for (let passed = 0; ; passed += STEP) {
    // Several, since a body is read in more than one task.
    for (let task = 0; task < 5 && !isOver(); task++) await nextTask()
    if (isOver() || passed >= longest) return passed
    await vi.advanceTimersByTimeAsync(STEP)
  }
}
