import type { Params } from '../protocol/message.js'
import { CALL_METHOD, METHOD_COMMANDS, readReply } from '../protocol/rest.js'
import { TOGETHER } from '../protocol/turn.js'
import { expect } from './arguments.js'
import { type Call, findEvent, type Waiting } from './call.js'
import { asBX24Error, BX24Error } from './error.js'
import { createPace } from './pace.js'
import type { Command } from './parent-channel.js'
import { changesHandlers, type Fetch, postCalls, readBatch, takeTogether, writeCall } from './rest-request.js'
import type { Auth, Connection, Session } from './session.js'
import { fail, type Limits, succeed, whenOver } from './tasks.js'

/** A token with less than that to live, in milliseconds, may have expired by the time that a request arrives. */
const TO_ARRIVE = 5_000

export interface RouteOptions {
  /**
   * The way that calls take: `message`, by commands of the portal's page, or `rest`, over HTTP with the token that the page
   * gave. Default: `auto`, by message what the page has a command for, all else over HTTP.
   */
  route?: 'auto' | 'message' | 'rest'
  /** Makes the requests of HTTP. Default: the platform's. */
  fetch?: Fetch
}

/**
 * Makes calls of REST, each by the way that the portal has for it. By message each leaves at once; over HTTP those of one turn
 * leave together, and no more often than the portal allows.
 */
export function createCalls(session: Session, { route = 'auto', fetch }: RouteOptions) {
  expect(['auto', 'message', 'rest'].includes(route), 'route: auto, message or rest')
  /** By event: the latest change of its handlers. */
  const latest = new Map<string | undefined, Waiting>()
  /** What has not left over HTTP yet, in its order. */
  let waiting: Waiting[] = []
  /** Whether some of it leaves at the end of this turn. */
  let isLeaving = false
  /** Whether a request that changes handlers is under way. */
  let isChanging = false
  const pace = createPace()
  /** The portal's page. There is none until it has answered, and nothing but `begin` runs before that. */
  let connection: Connection
  /** Whether it has a command that changes handlers. */
  let changesByMessage = false

  const isListed = (command: string) => route !== 'rest' && connection.commands.includes(command)
  const isByMessage = ({ command: [name] }: Waiting) => isListed(name)

  function begin(call: Waiting, connecting: Promise<Connection>): void {
    const { task, command, event } = call
    // Not over HTTP; and the second change of one event has to wait for the first.
    if (route !== 'rest' && !latest.has(event)) call.early = session.askBlind(command, task)
    if (event) latest.set(event, latest.get(event) ?? call)
    connecting.then(
      (answered) => {
        connection = answered
        changesByMessage = [...METHOD_COMMANDS.values()].some(isListed)
        if (!isListed(TOGETHER)) call.early = undefined
        choose(call)
      },
      (reason) => fail(task, reason),
    )
  }

  function choose(call: Waiting): void {
    const { command, event, task, method } = call
    if (route === 'message' && !isByMessage(call)) {
      fail(task, new BX24Error('NOT_SUPPORTED', `The page has no ${command[0]}`, { method }))
    } else if (event && changesByMessage) {
      // What is sent again would come too late behind what was sent after it, by whichever way that went.
      const before = latest.get(event)
      latest.set(event, call)
      if (!before || before === call || (before.task.isOver && !before.held)) release(call)
      else call.held = Promise.all([before.held, whenOver(before.task)]).then(() => release(call))
    } else {
      release(call)
    }
  }

  /** Lets a call leave: by message at once, over HTTP at the end of this turn. */
  function release(call: Waiting): void {
    call.held = undefined
    if (isByMessage(call)) return ask(call)
    try {
      call.text = writeCall(call)
    } catch (reason) {
      return failAll([call], reason)
    }
    waiting.push(call)
    if (!isLeaving) queueMicrotask(leaveTogether)
    isLeaving = true
  }

  function leaveTogether(): void {
    isLeaving = false
    for (;;) {
      const [together, left] = takeTogether(waiting, !isChanging)
      waiting = left
      if (!together.length) return
      void leave(together)
    }
  }

  /** Sends calls in one request, and lets those that it has put off go again before all that waits. */
  async function leave(calls: readonly Waiting[]): Promise<void> {
    const isChange = calls.some(changesHandlers)
    isChanging ||= isChange
    // Not for a request that ends later than all that it is for, or never.
    const over = Promise.all(calls.map(({ task }) => whenOver(task)))
    const again = await Promise.race([send(calls), over.then((): Waiting[] => [])])
    if (isChange) isChanging = false
    waiting = [...again, ...waiting]
    leaveTogether()
  }

  /** Sends calls with a token that works, and no more often than the portal allows. Resolves to those that go again. */
  async function send(calls: readonly Waiting[]): Promise<Waiting[]> {
    const getLeft = () => calls.filter(({ task }) => !task.isOver)
    try {
      await session.refreshAuth(TO_ARRIVE)
      await pace.next(() => getLeft().length > 0)
      const left = getLeft()
      return left.length ? await post(left) : []
    } catch (reason) {
      failAll(calls, reason)
      // It was for all of them.
      if (reason instanceof BX24Error && reason.code === 'TOKEN_NOT_RENEWED') failAll(waiting, reason)
      return []
    }
  }

  async function post(calls: readonly Waiting[]): Promise<Waiting[]> {
    const { auth } = connection
    const whole = await postCalls(calls, connection, fetch)
    return calls.filter((call, index) => {
      const reply = calls.length > 1 ? readBatch(whole, index) : whole
      call.isAlone ||= !reply
      return reply ? isPutOff(call, reply, auth) : !call.task.isOver
    })
  }

  function failAll(calls: readonly Waiting[], reason: unknown): void {
    for (const { task, method } of calls) fail(task, asBX24Error(reason, 'NETWORK', method))
  }

  function ask(call: Waiting): void {
    const { channel, auth } = connection
    const { early, command, task } = call
    const take = (reply: unknown) => {
      if (!isPutOff(call, reply, auth)) return
      session.tasks.rename(task)
      void askAgain(call)
    }
    call.early = undefined
    if (early) void early.then(take)
    else channel.ask(command, task, take)
  }

  async function askAgain(call: Waiting): Promise<void> {
    try {
      // It goes with the page's own token, and needs ours renewed only where that one was said to have expired.
      if (call.isRepeated) await session.refreshAuth(TO_ARRIVE)
      await pace.next(() => !call.task.isOver)
      ask(call)
    } catch (reason) {
      failAll([call], reason)
    }
  }

  /** Ends a call with its reply, unless the portal says that it has not carried it out, and will. `auth` is what it went with. */
  function isPutOff(call: Waiting, given: unknown, auth: Auth): boolean {
    const { task, method } = call
    const reply = readReply(given)
    const { status, answer } = reply
    const { error, error_description: text, result } = answer
    if (error === 'expired_token' && !call.isRepeated) {
      call.isRepeated = true
      // Whatever was told of its time.
      auth.expires_in = 0
    } else if (error === 'QUERY_LIMIT_EXCEEDED') {
      pace.fill()
    } else {
      call.reply = reply
      if (typeof error !== 'string') succeed(task, result)
      else
        fail(
          task,
          new BX24Error(error, typeof text === 'string' ? text : '', { status, method, cause: answer }),
        )
    }
    return !task.isOver
  }

  return (method: string, params: Params, limits: Limits): Call => {
    // Before all else, as it takes longest.
    const connecting = connection ? undefined : session.connect()
    const name = METHOD_COMMANDS.get(method.toLowerCase())
    const command: Command = name ? [name, params] : [CALL_METHOD, { method, params }]
    const event = name && String(params.event ?? findEvent(params)).toUpperCase()
    // Its task is there before anything reads it: what is run begins at once.
    const call = { method, params, command, event } as Waiting
    call.data = session.tasks.run<unknown>(method, limits, (task) => {
      call.task = task
      if (connecting) begin(call, connecting)
      else choose(call)
    })
    return call
  }
}
