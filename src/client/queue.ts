import { type AnyTask, onEnd } from './tasks.js'

/**
 * Lets work begin once all that came before it has had its end.
 * @param work begins some calls, at once where nothing is under way. It is over when all their tasks are
 */
export function createQueue<Call extends { readonly task: AnyTask }>(work: (calls: readonly Call[]) => void) {
  const waiting: (readonly Call[])[] = []
  /** How many tasks are not over yet. */
  let left = 0

  function start(calls: readonly Call[]): void {
    left = calls.length
    for (const { task } of calls) onEnd(task, endOne)
    work(calls)
  }

  function endOne(): void {
    if (--left) return
    const next = waiting.shift()
    if (!next) return
    // So that nothing gets in before it. Later, as tasks may be ending in a loop.
    left = 1
    void Promise.resolve(next).then(start)
  }

  return (calls: readonly Call[]): void => {
    if (left) waiting.push(calls)
    else start(calls)
  }
}
