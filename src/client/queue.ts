import { type AnyTask, onEnd } from './tasks.js'

/** Something whose end its task tells. */
interface Ending {
  readonly task: AnyTask
}

/** What waits for its turn, by what it is a turn of; the first of each queue is under way. */
export type Queues = Map<string, (() => void)[]>

/** Begins `work` once all that came before it in this queue is over, at once where there is nothing. It is over when all of `calls` are. */
export function enqueue(queues: Queues, name: string, calls: readonly Ending[], work: () => void): void {
  const queue = queues.get(name) ?? []
  queues.set(name, queue)
  const leave = () => {
    queue.shift()
    queue[0]?.()
  }
  const begin = () => {
    // Later, as tasks may be ending in a loop. Nothing gets in before what waits: the place is held until then.
    onAllEnded(calls, () => (queue.length > 1 ? void Promise.resolve().then(leave) : leave()))
    work()
  }
  if (queue.push(begin) === 1) begin()
}

/** Runs `then` once all of them are over. */
export function onAllEnded(calls: readonly Ending[], then: () => void): void {
  let left = calls.length
  for (const { task } of calls) onEnd(task, () => --left || then())
}
