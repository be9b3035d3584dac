import type { Params } from '../protocol/message.js'
import { CALL_METHOD, METHOD_COMMANDS } from '../protocol/rest.js'
import { TOGETHER } from '../protocol/turn.js'
import { expect } from './arguments.js'
import type { Call, Waiting } from './call.js'
import { BX24Error } from './error.js'
import { createMessageRoute } from './message-route.js'
import { createOrder } from './order.js'
import { createPace } from './pace.js'
import type { Command } from './parent-channel.js'
import type { Fetch } from './rest-request.js'
import { createRestRoute } from './rest-route.js'
import type { Connection, Session } from './session.js'
import { fail, type Limits } from './tasks.js'

export interface RouteOptions {
  /**
   * The way that calls take: `message`, by commands of the portal's page, or `rest`, over HTTP with the token that the page
   * gave. Default: `auto`, by message what the page has a command for, all else over HTTP.
   */
  route?: 'auto' | 'message' | 'rest'
  /** Makes the requests of HTTP. Default: the platform's. */
  fetch?: Fetch
}

/** Makes calls of REST, each by the way that the portal has for it, and those whose order matters in the order of calling. */
export function createCalls(session: Session, { route = 'auto', fetch }: RouteOptions) {
  expect(['auto', 'message', 'rest'].includes(route), 'route: auto, message or rest')
  const pace = createPace()
  const ask = createMessageRoute(session, pace)
  const send = createRestRoute(session, pace, fetch)
  const enter = createOrder()
  /** The portal's page. There is none until it has answered, and nothing leaves before that but what is said blind. */
  let connection: Connection

  const isListed = (command: string) => route !== 'rest' && connection.commands.includes(command)

  function begin(call: Waiting, connecting: Promise<Connection> | undefined): void {
    const { command, task } = call
    call.held = enter(command, task)
    if (!connecting) return choose(call)
    // Not over HTTP.
    if (route !== 'rest' && !call.held) call.early = session.askBlind(command, task)
    connecting.then(
      (answered) => {
        connection = answered
        if (!isListed(TOGETHER)) call.early = undefined
        choose(call)
      },
      (reason) => fail(task, reason),
    )
  }

  function choose(call: Waiting): void {
    const { task, method, held } = call
    const [name] = call.command
    if (isListed(name)) {
      if (held) void held.then(() => ask(call, connection))
      else ask(call, connection)
    } else if (route !== 'message') void send(call)
    else fail(task, new BX24Error('NOT_SUPPORTED', `The page has no ${name}`, { method }))
  }

  return (method: string, params: Params, limits: Limits): Call => {
    // Before all else, as it takes longest.
    const connecting = connection ? undefined : session.connect()
    const name = METHOD_COMMANDS.get(method.toLowerCase())
    const command: Command = name ? [name, params] : [CALL_METHOD, { method, params }]
    // Its task is there before anything reads it: what is run begins at once.
    const call = { method, params, command } as Waiting
    call.data = session.tasks.run<unknown>(method, limits, (task) => {
      call.task = task
      begin(call, connecting)
    })
    return call
  }
}
