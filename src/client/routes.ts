import { isRestReply, METHOD_COMMANDS, type RestCall, type RestReply } from '../protocol/rest.js'
import { asBX24Error, BX24Error, errorIn } from './error.js'
import type { Command } from './parent-channel.js'
import { BATCH_SIZE, type Fetch, postCalls, readBatch, writeCall } from './rest-request.js'
import type { Auth, Connection, Session } from './session.js'
import { type AnyTask, fail, onEnd, succeed, type Task } from './tasks.js'

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
  early?: Promise<unknown> | undefined
  /** The portal has said once that the token has expired: a token that never works would be renewed for ever. */
  isRepeated?: boolean
}

/** What changes of handlers queue for that go over HTTP together: a batch may have some of any event. */
const ANY_EVENT = ''

/** How often portals let a client call: so many at once, then one in so many milliseconds. The source: the documentation of REST, "Limits". */
const AT_ONCE = 50
const INTERVAL = 500

/**
 * Sends calls to a portal that has answered. By message each leaves at once; over HTTP those of one turn leave together, and
 * no more often than the portal allows.
 */
export function createRoutes(
  session: Session,
  connection: Connection,
  { route = 'auto', fetch }: RouteOptions,
) {
  /** What waits for its turn to change an event's handlers; the first of each queue is under way. */
  const queues = new Map<string, (() => void)[]>()
  const gathered: Waiting[] = []
  /** When the portal's bucket has run empty, on the clock of `performance.now()`. */
  let emptyAt = 0

  const isListed = (command: string) => route !== 'rest' && connection.commands.includes(command)
  const isByMessage = ({ command: [name] }: Waiting) => isListed(name)
  const changesByMessage = [...METHOD_COMMANDS.values()].some(isListed)

  function choose(call: Waiting): void {
    const { command, event, task, method } = call
    if (route === 'message' && !isByMessage(call)) {
      fail(task, new BX24Error('NOT_SUPPORTED', `The page has no ${command[0]}`, { method }))
    } else if (event && changesByMessage) {
      // What is sent again would come too late behind what was sent after it, by whichever way that went.
      enqueue(event, [call])
    } else if (isByMessage(call)) {
      ask(call)
    } else if (gathered.push(call) === 1) {
      queueMicrotask(leaveTogether)
    }
  }

  function leaveTogether(): void {
    while (gathered.length) {
      const end = gathered.findIndex((call, index) => index === BATCH_SIZE || goesAlone(call))
      const together = gathered.splice(0, end < 0 ? BATCH_SIZE : end || 1)
      // Those that change handlers leave in one request after another, so that their order holds at the portal.
      if (together.some(changesHandlers)) enqueue(ANY_EVENT, together)
      else void send(together)
    }
  }

  /** Lets calls leave once all that came before them in this queue is over, at once where there is nothing. */
  function enqueue(event: string, calls: readonly Waiting[]): void {
    const queue = queues.get(event) ?? []
    queues.set(event, queue)
    const leave = () => {
      queue.shift()
      queue[0]?.()
    }
    const begin = () => {
      // Later, as tasks may be ending in a loop. Nothing gets in before what waits: the place is held until then.
      onAllEnded(calls, () => (queue.length > 1 ? void Promise.resolve().then(leave) : leave()))
      if (calls.some(isByMessage)) calls.forEach(ask)
      else void send(calls)
    }
    if (queue.push(begin) === 1) begin()
  }

  /** Sends calls by their way with a token that works, and no more often than the portal allows. */
  async function send(calls: readonly Waiting[]): Promise<void> {
    try {
      await session.freshenAuth()
      const now = performance.now()
      emptyAt = Math.max(emptyAt, now) + INTERVAL
      const wait = Math.ceil(emptyAt - now - AT_ONCE * INTERVAL)
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      const left = calls.filter(({ task }) => !task.isOver)
      if (left.some(isByMessage)) left.forEach(ask)
      else if (left.length) await post(left)
    } catch (reason) {
      for (const { task, method } of calls) fail(task, asBX24Error(reason, 'NETWORK', method))
    }
  }

  function ask(call: Waiting): void {
    const { channel, auth } = connection
    const { early, command, task } = call
    const take = (reply: unknown) => {
      if (isPutOff(call, reply, auth)) void send([call])
    }
    call.early = undefined
    if (early) void early.then(take)
    else channel.ask(command, task, take)
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
  function isPutOff(waiting: Waiting, reply: unknown, auth: Auth): boolean {
    const { call, task, method } = waiting
    const { status, answer } = Object(reply)
    const { error, result } = Object(answer)
    if (error === 'expired_token' && !waiting.isRepeated) {
      waiting.isRepeated = true
      // Whatever was told of its time.
      auth.expires_in = 0
    } else if (error === 'QUERY_LIMIT_EXCEEDED') {
      // Others pour into the bucket too.
      emptyAt = Math.max(emptyAt, performance.now() + AT_ONCE * INTERVAL)
    } else if (isRestReply(reply)) {
      call.reply = reply
      const failure = errorIn(reply, method)
      if (failure) fail(task, failure)
      else succeed(task, result)
      return false
    } else {
      fail(task, new BX24Error('BAD_ANSWER', 'No result', { method, status }))
      return false
    }
    session.tasks.rename(task)
    return true
  }

  return choose
}

/** Runs `then` once all of them are over. */
export function onAllEnded(calls: readonly { readonly task: AnyTask }[], then: () => void): void {
  let left = calls.length
  for (const { task } of calls) onEnd(task, () => --left || then())
}

/** A `batch` has no other inside, and would fill in what looks like a reference to an answer. */
function goesAlone(call: RestCall): boolean {
  return /^batch\?|%24result%5B/i.test(writeCall(call))
}

function changesHandlers(call: RestCall): boolean {
  return /event\.(un)?bind/i.test(writeCall(call))
}
