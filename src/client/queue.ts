import { type AnyTask, onEnd } from './tasks.js'

/** Lets work begin once all that came before it has had its end. */
export interface Queue<Call> {
  /** Calls `work` with these calls, at once where nothing is under way. It is over when all their tasks are. */
  enter(calls: readonly Call[], work: (calls: readonly Call[]) => void): void
}

export function createQueue<Call extends { readonly task: AnyTask }>(): Queue<Call> {
  const waiting: (() => void)[] = []
  /** How many tasks are not over yet. */
  let left = 0

  function start(calls: readonly Call[], work: (calls: readonly Call[]) => void): void {
    left = calls.length
    for (const { task } of calls) onEnd(task, leave)
    work(calls)
  }

  function leave(): void {
    if (--left) return
    const next = waiting.shift()
    if (!next) return
    // So that nothing gets in before it. Later, as tasks may be ending in a loop.
    left = 1
    void Promise.resolve().then(next)
  }

  return {
    enter(calls, work) {
      if (left) waiting.push(() => start(calls, work))
      else start(calls, work)
    },
  }
}
