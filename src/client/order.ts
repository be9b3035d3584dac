import type { Params } from '../protocol/message.js'
import { CALL_METHOD } from '../protocol/rest.js'
import type { Command } from './parent-channel.js'
import { type AnyTask, whenOver } from './tasks.js'

/** A change of the handlers of an event. */
interface Change {
  readonly task: AnyTask
  /** The command that binds, or the one that unbinds. */
  readonly name: string
  readonly handler: unknown
  /** The change of this event that came before. What is over is left out on the way. */
  earlier: Change | undefined
}

/**
 * Keeps changes of handlers in the order of calling, where it matters: what is put off is sent again, and would come too late
 * behind what was sent after it, by whichever way that went. Answers with what a call has to wait for, if anything.
 */
export function createOrder(): (command: Command, task: AnyTask) => Promise<void> | undefined {
  /** By event: the latest change of its handlers. */
  const latest = new Map<string, Change>()

  return ([name, params = {}], task) => {
    if (name === CALL_METHOD) return undefined
    const event = String(findField(params, 'event')).toUpperCase()
    const handler = findField(params, 'handler')
    const change: Change = { task, name, handler, earlier: latest.get(event) }
    latest.set(event, change)
    const isIndependent = (other: Change) => other.name === name && other.handler !== handler
    const wait = (): Promise<void> | undefined => {
      while (change.earlier?.task.isOver) change.earlier = change.earlier.earlier
      let before = change.earlier
      while (before && (before.task.isOver || isIndependent(before))) before = before.earlier
      // Once more then: it may have been given up before those that it waited for itself.
      return before && whenOver(before.task).then(wait)
    }
    return wait()
  }
}

/** Names of parameters have no case. */
function findField(params: Params, field: string): unknown {
  return params[field] ?? Object.entries(params).find(([name]) => name.toLowerCase() === field)?.[1]
}
