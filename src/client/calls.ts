import { OPEN_PORT } from '../protocol/private-line.js'
import {
  CALL_BIND,
  CALL_METHOD,
  CALL_UNBIND,
  isRestReply,
  METHOD_COMMANDS,
  type RestCall,
  type RestReply,
} from '../protocol/rest.js'
import { BX24Error } from './error.js'
import { createPace } from './pace.js'
import type { Command } from './parent-channel.js'
import { BATCH_SIZE, type Fetch, goesAlone, NOT_IN_BATCH, postCalls, readBatch } from './rest-request.js'
import type { Auth, Connection, Session } from './session.js'
import { fail, type Limits, onEnd, succeed, type Task } from './tasks.js'

export interface CallsOptions {
  /**
   * The way that calls take: `message`, by commands of the portal's page, or `rest`, over HTTP with the token that the page
   * gave. Default: `auto`, by message what the page has a command for, all else over HTTP.
   */
  route?: 'auto' | 'message' | 'rest'
  /** Makes the requests of HTTP. Default: the platform's. */
  fetch?: Fetch
}

/** A call that waits for its answer. */
interface Waiting extends RestCall {
  readonly task: Task<RestReply>
  /** The page's command for it. */
  readonly command: Command
  /** The event whose handlers it changes; absent: it changes none. */
  readonly event: string | undefined
  /** The portal has said once that the token has expired: a token that never works would be renewed for ever. */
  isRepeated: boolean
}

/** Sends calls, and ends those that the portal has carried out. */
type Way = (calls: readonly Waiting[], connection: Connection) => unknown

/**
 * Makes calls of REST. By message each leaves at once; over HTTP those of one turn leave together, and no more often than
 * the portal allows.
 */
export function createCalls(session: Session, { route = 'auto', fetch }: CallsOptions) {
  const pace = createPace()
  /** Of each line that changes of handlers stand in, those that wait for the one under way. */
  const lines = new Map<string, (() => void)[]>()
  const gathered: Waiting[] = []
  /** The events with a change that was begun before the page had answered. */
  const begun = new Set<unknown>()
  let connected: Connection | undefined

  const isListed = ({ commands }: Connection, command: string) =>
    route !== 'rest' && commands.includes(command)

  function begin(call: Waiting): void {
    if (connected) return choose(call, connected)
    const { task, command, event } = call
    const connecting = session.connect()
    // The second change of one event has to wait for the first.
    const early = route === 'rest' || begun.has(event) ? undefined : session.askBlind(command, task)
    if (event) begun.add(event)
    connecting.then(
      (connection) => {
        connected = connection
        choose(call, connection, isListed(connection, OPEN_PORT) ? early : undefined)
      },
      (reason) => fail(task, reason),
    )
  }

  function choose(call: Waiting, connection: Connection, early?: Promise<unknown>): void {
    const { command, event, task, method } = call
    const [name] = command
    const isByMessage = isListed(connection, name)
    if (!isByMessage && route === 'message') {
      return fail(task, new BX24Error('NOT_SUPPORTED', `The page has no ${name}`, { method }))
    }
    const work = () => (isByMessage ? ask(call, connection, early) : void send([call], post))
    if (event && (isListed(connection, CALL_BIND) || isListed(connection, CALL_UNBIND))) {
      // What is sent again would come too late behind what was sent after it, by whichever way that went.
      takeTurn(event, [call], work)
    } else if (isByMessage) {
      work()
    } else if (gathered.push(call) === 1) {
      queueMicrotask(leaveTogether)
    }
  }

  function leaveTogether(): void {
    while (gathered.length) {
      const alone = gathered.findIndex(goesAlone)
      const together = gathered.splice(0, alone < 0 ? BATCH_SIZE : Math.min(alone || 1, BATCH_SIZE))
      // Those that change handlers leave in one request after another, so that their order holds at the portal.
      const work = () => void send(together, post)
      if (together.some(changesHandlers)) takeTurn('', together, work)
      else work()
    }
  }

  /** Does the work for calls once those before them in their line have had their end. */
  function takeTurn(line: string, calls: readonly Waiting[], work: () => void): void {
    const start = () => {
      let left = calls.length
      work()
      for (const { task } of calls) onEnd(task, () => --left || leaveLine(line))
    }
    if (lines.get(line)?.push(start)) return
    lines.set(line, [])
    start()
  }

  function leaveLine(line: string): void {
    const next = lines.get(line)?.shift()
    if (next) queueMicrotask(next)
    else lines.delete(line)
  }

  /** Sends calls with a token that works, and no more often than the portal allows. */
  async function send(calls: readonly Waiting[], way: Way): Promise<void> {
    try {
      const connection = await session.connectAfresh()
      await pace.next()
      const left = calls.filter(({ task }) => !task.isOver)
      if (left.length) await way(left, connection)
    } catch (reason) {
      for (const { task } of calls) fail(task, reason)
    }
  }

  function ask(call: Waiting, { channel, auth }: Connection, early?: Promise<unknown>): void {
    const take = (reply: unknown) => {
      if (isPutOff(call, reply, auth)) void send([call], (_, connection) => ask(call, connection))
    }
    if (early) void early.then(take)
    else channel.ask(call.command, call.task, take)
  }

  async function post(calls: readonly Waiting[], connection: Connection): Promise<void> {
    const { auth } = connection
    const whole = await postCalls(calls, connection, fetch)
    const alone: Waiting[] = []
    const left = calls.filter((call, index) => {
      const reply = calls.length > 1 ? readBatch(whole, index) : whole
      return reply === NOT_IN_BATCH ? !alone.push(call) : isPutOff(call, reply, auth)
    })
    for (const call of alone) await send([call], post)
    if (left.length) await send(left, post)
  }

  /** Ends a call with its reply, unless the portal says that it has not carried it out, and will. `auth` is what it went with. */
  function isPutOff(call: Waiting, reply: unknown, auth: Auth): boolean {
    const { task, method } = call
    const { status = 0, answer } = Object(reply)
    const isExpired = answer?.error === 'expired_token' && !call.isRepeated
    if (!isRestReply(reply)) fail(task, new BX24Error('BAD_ANSWER', 'No result', { method, status }))
    else if (isExpired) session.expire(auth)
    else if (answer.error === 'QUERY_LIMIT_EXCEEDED') pace.fill()
    else succeed(task, reply)
    call.isRepeated ||= isExpired
    return !task.isOver
  }

  return ({ method, params }: RestCall, limits: Limits): Promise<RestReply> => {
    const name = METHOD_COMMANDS.get(method)
    const command: Command = name === undefined ? [CALL_METHOD, { method, params }] : [name, params]
    const event = name && String(params.event).toUpperCase()
    return session.tasks.run(method, limits, (task) =>
      begin({ method, params, task, command, event, isRepeated: false }),
    )
  }
}

function changesHandlers({ method, params }: RestCall): boolean {
  return /event\.(un)?bind/i.test(method + JSON.stringify(params))
}
