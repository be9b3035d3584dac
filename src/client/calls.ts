import { CALL_METHOD, isRestReply, METHOD_COMMANDS, type RestCall, type RestReply } from '../protocol/rest.js'
import { BX24Error } from './error.js'
import { createPace } from './pace.js'
import type { Fetch } from './rest-request.js'
import { createRestRoute } from './rest-route.js'
import type { Session } from './session.js'
import type { Limits, Task } from './tasks.js'

export interface CallsOptions {
  /**
   * The way that calls take: `message`, by commands of the portal's page, or `rest`, over HTTP with the token that the page
   * gave. Default: `auto`, by message what the page has a command for, all else over HTTP.
   */
  route?: 'auto' | 'message' | 'rest'
  /** Makes the requests of HTTP. Default: the platform's. */
  fetch?: Fetch
}

/** Makes calls of REST by whichever way, and repeats what the portal says that it has not carried out, and nothing else. */
export function createCalls(session: Session, { route = 'auto', fetch }: CallsOptions) {
  const pace = createPace()
  const post = createRestRoute(session, pace, fetch)
  /** The end of the last call that changes the handlers of an event, by event. */
  const changes = new Map<string, Promise<void>>()

  async function carry({ method, params }: RestCall, task: Task): Promise<RestReply> {
    let connection = await session.connect()
    const { channel, commands } = connection
    const isListed = (command: string) => route !== 'rest' && commands.includes(command)
    const command = METHOD_COMMANDS.get(method) ?? CALL_METHOD
    const isByMessage = isListed(command)
    if (!isByMessage && route === 'message') {
      throw new BX24Error('NOT_SUPPORTED', `The page has no ${command}`, { method })
    }
    // Messages overtake what is repeated; requests keep their order by themselves.
    if (command !== CALL_METHOD && [...METHOD_COMMANDS.values()].some(isListed)) {
      const turn = takeTurn(String(params.event).toUpperCase(), task)
      if (turn) await turn
    }
    const send = isByMessage
      ? () => channel.ask([command, command === CALL_METHOD ? { method, params } : params], task)
      : post({ method, params }, task)
    for (let isRenewed = false; ; connection = await session.connectAfresh()) {
      const { auth } = connection
      const reply = await send()
      if (!isRestReply(reply)) {
        throw new BX24Error('BAD_ANSWER', 'No result', { method, status: Object(reply).status || 0 })
      }
      const { error } = reply.answer
      if (error === 'QUERY_LIMIT_EXCEEDED') {
        pace.fill()
        if (isByMessage) await pace.next()
      } else if (error === 'expired_token' && !isRenewed) {
        // Once is all, or a token that never works would be renewed for ever.
        isRenewed = true
        session.expire(auth)
      } else {
        return reply
      }
    }
  }

  /** @returns what to wait for, if there is anything */
  function takeTurn(event: string, task: Task): Promise<void> | undefined {
    const before = changes.get(event)
    const end = new Promise<void>((resolve) => task.onEnd(resolve))
    changes.set(event, end)
    task.onEnd(() => changes.get(event) === end && changes.delete(event))
    return before
  }

  return (call: RestCall, limits: Limits): Promise<RestReply> =>
    session.tasks.run(call.method, limits, (task) => carry(call, task))
}
