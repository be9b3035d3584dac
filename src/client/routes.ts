import { isRestReply, METHOD_COMMANDS, type RestCall, type RestReply } from '../protocol/rest.js'
import { BX24Error, errorIn } from './error.js'
import { fill, type Pace, takeTurn } from './pace.js'
import type { Command } from './parent-channel.js'
import { enqueue, type Queues } from './queue.js'
import { BATCH_SIZE, type Fetch, postCalls, readBatch, writeCall } from './rest-request.js'
import type { Auth, Connection, Session } from './session.js'
import { fail, succeed, type Task } from './tasks.js'

export interface RouteOptions {
  /**
   * The way that calls take: `message`, by commands of the portal's page, or `rest`, over HTTP with the token that the page
   * gave. Default: `auto`, by message what the page has a command for, all else over HTTP.
   */
  route?: 'auto' | 'message' | 'rest'
  /** Makes the requests of HTTP. Default: the platform's. */
  fetch?: Fetch
}

/** A call of REST, and the portal's reply to it once there is one. */
export interface Call extends RestCall {
  reply: RestReply | undefined
}

/** A call that waits for its answer. */
export interface Waiting extends RestCall {
  readonly call: Call
  /** Ends with the result. */
  readonly task: Task<unknown>
  /** The page's command for it. */
  readonly command: Command
  /** The event whose handlers it changes; absent: it changes none. */
  readonly event: string | undefined
  /** The answer to the command, where it was said before the page had answered. */
  early: Promise<unknown> | undefined
  /** The portal has said once that the token has expired: a token that never works would be renewed for ever. */
  isRepeated: boolean
}

/** What changes of handlers queue for that go over HTTP together: a batch may have some of any event. */
const ANY_EVENT = ''

/**
 * Sends calls to a portal that has answered. By message each leaves at once; over HTTP those of one turn leave together, and
 * no more often than the portal allows.
 */
export function createRoutes(
  session: Session,
  connection: Connection,
  { route = 'auto', fetch }: RouteOptions,
) {
  const pace: Pace = { emptyAt: 0 }
  const queues: Queues = new Map()
  const gathered: Waiting[] = []

  const isListed = (command: string) => route !== 'rest' && connection.commands.includes(command)
  const isByMessage = ({ command: [name] }: Waiting) => isListed(name)
  const changesByMessage = [...METHOD_COMMANDS.values()].some(isListed)

  function choose(call: Waiting): void {
    const { event, task, method } = call
    const leave = isByMessage(call) ? ask : send
    if (leave === send && route === 'message') {
      fail(task, new BX24Error('NOT_SUPPORTED', `The page has no ${call.command[0]}`, { method }))
    } else if (event && changesByMessage) {
      // What is sent again would come too late behind what was sent after it, by whichever way that went.
      enqueue(queues, event, [call], () => leave([call]))
    } else if (leave === ask) {
      ask([call])
    } else if (gathered.push(call) === 1) {
      queueMicrotask(leaveTogether)
    }
  }

  function leaveTogether(): void {
    while (gathered.length) {
      const end = gathered.findIndex((call, index) => index === BATCH_SIZE || goesAlone(call))
      const together = gathered.splice(0, end < 0 ? BATCH_SIZE : end || 1)
      // Those that change handlers leave in one request after another, so that their order holds at the portal.
      if (together.some(changesHandlers)) enqueue(queues, ANY_EVENT, together, () => send(together))
      else void send(together)
    }
  }

  /** Sends calls by their way with a token that works, and no more often than the portal allows. */
  async function send(calls: readonly Waiting[]): Promise<void> {
    try {
      await session.freshenAuth()
      await takeTurn(pace)
      const left = calls.filter(({ task }) => !task.isOver)
      const [call] = left
      if (call) await (isByMessage(call) ? ask : post)(left)
    } catch (reason) {
      for (const { task } of calls) fail(task, reason)
    }
  }

  function ask(calls: readonly Waiting[]): void {
    const { channel, auth } = connection
    for (const call of calls) {
      const { early, command, task } = call
      const take = (reply: unknown) => {
        if (isPutOff(call, reply, auth)) void send([call])
      }
      call.early = undefined
      if (early) void early.then(take)
      else channel.ask(command, task, take)
    }
  }

  async function post(calls: readonly Waiting[]): Promise<void> {
    const { auth } = connection
    const whole = await postCalls(calls, connection, fetch)
    /** What goes again, and what of it together. */
    const again: Waiting[][] = []
    const left = calls.filter((call, index) => {
      const reply = calls.length > 1 ? readBatch(whole, index) : whole
      return reply ? isPutOff(call, reply, auth) : !again.push([call])
    })
    if (left.length) again.push(left)
    for (const calls of again) await send(calls)
  }

  /** Ends a call with its reply, unless the portal says that it has not carried it out, and will. `auth` is what it went with. */
  function isPutOff(call: Waiting, reply: unknown, auth: Auth): boolean {
    const { task, method } = call
    if (task.isOver) return false
    const { status = 0, answer } = Object(reply)
    const { error } = Object(answer)
    if (error === 'expired_token' && !call.isRepeated) {
      call.isRepeated = true
      // Whatever was told of its time.
      if (connection.auth === auth) connection.auth = { ...auth, expires_in: 0 }
    } else if (error === 'QUERY_LIMIT_EXCEEDED') {
      fill(pace)
    } else {
      const isReply = isRestReply(reply)
      if (isReply) call.call.reply = reply
      const failure = isReply
        ? errorIn(reply, method)
        : new BX24Error('BAD_ANSWER', 'No result', { method, status })
      if (failure) fail(task, failure)
      else succeed(task, answer.result)
      return false
    }
    session.tasks.rename(task)
    return true
  }

  return choose
}

/** A `batch` has no other inside, and would fill in what looks like a reference to an answer. */
function goesAlone(call: RestCall): boolean {
  return /^batch\?|%24result%5B/i.test(writeCall(call))
}

function changesHandlers(call: RestCall): boolean {
  return /event\.(un)?bind/i.test(writeCall(call))
}
