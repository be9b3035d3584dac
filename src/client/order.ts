import type { Params } from '../protocol/message.js'
import { CALL_METHOD } from '../protocol/rest.js'
import type { Command } from './parent-channel.js'
import { type AnyTask, onEnd, whenOver } from './tasks.js'

/** Changes of the handlers of one event that are by one command, with none by the other in between. */
interface Run {
  readonly name: string
  /** Resolves when all that was before it is over; absent: nothing was. */
  readonly start: Promise<unknown> | undefined
  /** By handler, as long as it has changes that are not over: resolves when the latest is, and all that it waited for. */
  readonly ends: Map<unknown, Promise<void>>
}

/**
 * Keeps changes of handlers in the order of calling, where it matters: what is put off is sent again, and would come too late
 * behind what was sent after it, by whichever way that went. Answers with what a call has to wait for, if anything.
 */
export function createOrder(): (command: Command, task: AnyTask) => Promise<unknown> | undefined {
  /** By event: the changes that came last. */
  const latest = new Map<string, Run>()

  return ([name, params = {}], task) => {
    if (name === CALL_METHOD) return undefined
    const event = String(findField(params, 'event')).toUpperCase()
    const handler = findField(params, 'handler')
    let run = latest.get(event)
    if (run?.name !== name) {
      const start = run?.ends.size ? Promise.all(run.ends.values()) : undefined
      run = { name, start, ends: new Map() }
      latest.set(event, run)
    }
    const { ends } = run
    const before = ends.get(handler) ?? run.start
    // It may be given up before those that it waits for.
    const end: Promise<void> = Promise.resolve(before).then(() => {
      onEnd(task, () => ends.get(handler) === end && ends.delete(handler))
      return whenOver(task)
    })
    ends.set(handler, end)
    return before
  }
}

/** Names of parameters have no case. */
function findField(params: Params, field: string): unknown {
  return Object.entries(params).find(([name]) => name.toLowerCase() === field)?.[1]
}
