import { isRestReply, METHOD_COMMANDS, type RestCall, type RestReply } from '../protocol/rest.js'
import { BX24Error, errorIn } from './error.js'
import { createPace } from './pace.js'
import type { Command } from './parent-channel.js'
import { createQueue, type Queue } from './queue.js'
import { BATCH_SIZE, type Fetch, goesAlone, postCalls, readBatch } from './rest-request.js'
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
  reply?: RestReply
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

/** Sends calls, and ends those that the portal has carried out. */
type Way = (calls: readonly Waiting[]) => unknown

/** Milliseconds that a token must have to live when a request leaves, so that it has not expired when that arrives. */
const TO_ARRIVE = 5_000

/** Whose queue changes of handlers wait in that go over HTTP together: a batch may have some of any event. */
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
  const pace = createPace()
  const queues = new Map<string, Queue<Waiting>>()
  const gathered: Waiting[] = []

  const isListed = (command: string) => route !== 'rest' && connection.commands.includes(command)
  const changesByMessage = [...METHOD_COMMANDS.values()].some(isListed)

  function choose(call: Waiting): void {
    const { command, event, task, method } = call
    const [name] = command
    const isByMessage = isListed(name)
    if (!isByMessage && route === 'message') {
      fail(task, new BX24Error('NOT_SUPPORTED', `The page has no ${name}`, { method }))
    } else if (event && changesByMessage) {
      // What is sent again would come too late behind what was sent after it, by whichever way that went.
      queueOf(event).enter([call], isByMessage ? ask : sendOverHttp)
    } else if (isByMessage) {
      ask([call])
    } else if (gathered.push(call) === 1) {
      queueMicrotask(leaveTogether)
    }
  }

  function leaveTogether(): void {
    while (gathered.length) {
      const alone = gathered.findIndex(goesAlone)
      const together = gathered.splice(0, alone < 0 ? BATCH_SIZE : Math.min(alone || 1, BATCH_SIZE))
      // Those that change handlers leave in one request after another, so that their order holds at the portal.
      if (together.some(changesHandlers)) queueOf(ANY_EVENT).enter(together, sendOverHttp)
      else sendOverHttp(together)
    }
  }

  function queueOf(event: string): Queue<Waiting> {
    const queue = queues.get(event) ?? createQueue()
    queues.set(event, queue)
    return queue
  }

  function sendOverHttp(calls: readonly Waiting[]): void {
    void send(calls, post)
  }

  /** Sends calls with a token that works, and no more often than the portal allows. */
  async function send(calls: readonly Waiting[], way: Way): Promise<void> {
    try {
      await session.refreshAuth(TO_ARRIVE)
      await pace.next()
      const left = calls.filter(({ task }) => !task.isOver)
      if (left.length) await way(left)
    } catch (reason) {
      for (const { task } of calls) fail(task, reason)
    }
  }

  function ask(calls: readonly Waiting[]): void {
    const { channel, auth } = connection
    for (const call of calls) {
      const { early, command, task } = call
      const take = (reply: unknown) => {
        if (isPutOff(call, reply, auth)) void send([call], ask)
      }
      call.early = undefined
      if (early) void early.then(take)
      else channel.ask(command, task, take)
    }
  }

  async function post(calls: readonly Waiting[]): Promise<void> {
    const { auth } = connection
    const whole = await postCalls(calls, connection, fetch)
    const alone: Waiting[] = []
    const left = calls.filter((call, index) => {
      const reply = calls.length > 1 ? readBatch(whole, index) : whole
      return reply === undefined ? !alone.push(call) : isPutOff(call, reply, auth)
    })
    for (const call of alone) await send([call], post)
    if (left.length) await send(left, post)
  }

  /** Ends a call with its reply, unless the portal says that it has not carried it out, and will. `auth` is what it went with. */
  function isPutOff(waiting: Waiting, reply: unknown, auth: Auth): boolean {
    const { call, task, method } = waiting
    if (task.isOver) return false
    const { status = 0, answer } = Object(reply)
    const isExpired = answer?.error === 'expired_token' && !waiting.isRepeated
    if (!isRestReply(reply)) fail(task, new BX24Error('BAD_ANSWER', 'No result', { method, status }))
    else if (isExpired) expire(auth)
    else if (answer.error === 'QUERY_LIMIT_EXCEEDED') pace.fill()
    else {
      call.reply = reply
      const error = errorIn(reply, method)
      if (error) fail(task, error)
      else succeed(task, answer.result)
    }
    if (task.isOver) return false
    waiting.isRepeated ||= isExpired
    session.tasks.rename(task)
    return true
  }

  /** The portal says that this token has expired, whatever was told of its time. */
  function expire(auth: Auth): void {
    if (connection.auth === auth) connection.auth = { ...auth, expires_in: 0 }
  }

  return choose
}

function changesHandlers({ method, params }: RestCall): boolean {
  return /event\.(un)?bind/i.test(method + JSON.stringify(params))
}
