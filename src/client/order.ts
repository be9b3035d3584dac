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
}

/**
 * Keeps changes of handlers in the order of calling, where it matters: what is put off is sent again, and would come too late
 * behind what was sent after it, by whichever way that went. Answers with what a call has to wait for, if anything.
 */
export function createOrder(): (command: Command, task: AnyTask) => Promise<unknown> | undefined {
  /** By event: the changes that were under way when the latest one came, and that one. */
  const changes = new Map<string, Change[]>()

  return ([name, params = {}], task) => {
    if (name === CALL_METHOD) return undefined
    const event = String(findField(params, 'event')).toUpperCase()
    const handler = findField(params, 'handler')
    const running = (changes.get(event) ?? []).filter(({ task }) => !task.isOver)
    const before = running.filter((other) => other.name !== name || other.handler === handler)
    changes.set(event, [...running, { task, name, handler }])
    return before.length ? Promise.all(before.map(({ task }) => whenOver(task))) : undefined
  }
}

/** Names of parameters have no case. */
function findField(params: Params, field: string): unknown {
  return params[field] ?? Object.entries(params).find(([name]) => name.toLowerCase() === field)?.[1]
}
