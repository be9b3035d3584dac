import { OPEN_PORT } from '../protocol/private-line.js'
import { CALL_METHOD, METHOD_COMMANDS } from '../protocol/rest.js'
import type { Command } from './parent-channel.js'
import { type Call, createRoutes, type RouteOptions, type Waiting } from './routes.js'
import type { Session } from './session.js'
import { fail, type Limits } from './tasks.js'

/** Makes calls of REST, each by the way that the portal has for it. */
export function createCalls(session: Session, options: RouteOptions) {
  /** The events with a change that was begun before the page had answered. */
  const begun = new Set<string | undefined>()
  let send: ((call: Waiting) => void) | undefined

  function begin(call: Waiting): void {
    if (send) return send(call)
    const { task, command, event } = call
    const connecting = session.connect()
    // Not over HTTP; and the second change of one event has to wait for the first.
    const isEarly = options.route !== 'rest' && !begun.has(event)
    const early = isEarly ? session.askBlind(command, task) : undefined
    if (event) begun.add(event)
    connecting.then(
      (connection) => {
        if (connection.commands.includes(OPEN_PORT)) call.early = early
        send ??= createRoutes(session, connection, options)
        send(call)
      },
      (reason) => fail(task, reason),
    )
  }

  return (call: Call, limits: Limits): Promise<unknown> => {
    const { method, params } = call
    const name = METHOD_COMMANDS.get(method)
    const command: Command = name ? [name, params] : [CALL_METHOD, { method, params }]
    const event = name && String(params.event).toUpperCase()
    return session.tasks.run<unknown>(method, limits, (task) =>
      begin({ call, method, params, task, command, event }),
    )
  }
}
