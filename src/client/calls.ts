import { OPEN_PORT } from '../protocol/private-line.js'
import { CALL_METHOD, isRestReply, METHOD_COMMANDS, type RestCall, type RestReply } from '../protocol/rest.js'
import { BX24Error } from './error.js'
import { createPace } from './pace.js'
import type { Command } from './parent-channel.js'
import { BATCH_SIZE, type Fetch, goesAlone, NOT_IN_BATCH, postCalls, readBatch } from './rest-request.js'
import type { Auth, Connection, Session } from './session.js'
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

/** A call that waits for its answer. */
export interface Waiting extends RestCall {
  readonly task: Task
  resolve(reply: RestReply): void
}

/** Asks the portal, in whichever way. */
type Ask = (connection: Connection, calls: readonly Waiting[]) => Promise<unknown>

/**
 * Makes calls of REST. By message each leaves at once; over HTTP those of one turn leave together, and no more often than
 * the portal allows.
 */
export function createCalls(session: Session, { route = 'auto', fetch }: CallsOptions) {
  const pace = createPace()
  /** Of each line that calls stand in, the end of the last one. */
  const ends = new Map<string, Promise<void>>()
  const gathered: Waiting[] = []
  /** The events whose handlers are changed before the page has answered. */
  const begun = new Set<unknown>()
  const post: Ask = (connection, calls) => postCalls(calls, connection, fetch)

  async function carry(call: RestCall, task: Task): Promise<RestReply> {
    const { command, event } = commandFor(call)
    const [name] = command
    const connecting = session.connect()
    // The second change of one event has to wait for the first.
    let early = route === 'rest' || begun.has(event) ? undefined : session.askBlind(command, task)
    if (event) begun.add(event)
    const connection = await connecting
    begun.clear()
    const isListed = (command: string) => route !== 'rest' && connection.commands.includes(command)
    const isByMessage = isListed(name)
    if (!isByMessage && route === 'message') {
      throw new BX24Error('NOT_SUPPORTED', `The page has no ${name}`, { method: call.method })
    }
    if (!isListed(OPEN_PORT)) early = undefined
    const changesListed = [...METHOD_COMMANDS.values()].filter(isListed).length
    const ask: Ask = ({ channel }) => {
      const answered = early ?? channel.ask(command, task)
      early = undefined
      return answered
    }
    return new Promise((resolve) => {
      const waiting = { ...call, task, resolve }
      const work = () => (isByMessage ? send([waiting], ask, connection) : send([waiting]))
      if (event && changesListed) {
        // What is sent again would come too late behind what was sent after it, by whichever way that went.
        takeTurn(changesListed < METHOD_COMMANDS.size ? '' : event, work)
      } else if (isByMessage) {
        void work()
      } else if (gathered.push(waiting) === 1) {
        queueMicrotask(leave)
      }
    })
  }

  function leave(): void {
    while (gathered.length) {
      const alone = gathered.findIndex(goesAlone)
      const together = gathered.splice(0, alone < 0 ? BATCH_SIZE : Math.min(alone || 1, BATCH_SIZE))
      // Those that change handlers leave in one request after another, so that their order holds at the portal.
      const work = () => send(together)
      if (/event\.(un)?bind/i.test(JSON.stringify(together))) takeTurn('', work)
      else void work()
    }
  }

  function takeTurn(line: string, work: () => Promise<void>): void {
    const before = ends.get(line)
    const end = before ? before.then(work) : work()
    ends.set(line, end)
    void end.then(() => ends.get(line) === end && ends.delete(line))
  }

  /** Sends calls until each has its answer. What the portal says that it has not carried out goes again, and nothing else. */
  async function send(together: Waiting[], ask: Ask = post, given?: Connection): Promise<void> {
    let left = together
    let connection = given
    let isRenewed = false
    try {
      while (left.length) {
        if (!connection) {
          connection = await session.connectAfresh()
          await pace.next()
        }
        left = left.filter(({ task }) => !task.isOver)
        const [first, second] = left
        if (!first) return
        const { auth } = connection
        const whole = await ask(connection, left)
        const alone: Waiting[] = []
        left = left.filter((waiting, index) => {
          const reply = second ? readBatch(whole, index) : whole
          if (reply === NOT_IN_BATCH) alone.push(waiting)
          else if (!isRestReply(reply)) waiting.task.fail(badAnswer(waiting, reply))
          else if (isPutOff(reply, isRenewed ? undefined : auth)) return true
          else waiting.resolve(reply)
          return false
        })
        // Once is all, or a token that never works would be renewed for ever.
        isRenewed ||= connection.auth !== auth
        connection = undefined
        for (const waiting of alone) await send([waiting])
      }
    } catch (reason) {
      for (const { task } of left) task.fail(reason)
    }
  }

  /** @param used the token, where it may be renewed */
  function isPutOff({ answer: { error } }: RestReply, used: Auth | undefined): boolean {
    if (error === 'QUERY_LIMIT_EXCEEDED') pace.fill()
    else if (error === 'expired_token' && used) session.expire(used)
    else return false
    return true
  }

  return (call: RestCall, limits: Limits): Promise<RestReply> =>
    session.tasks.run(call.method, limits, (task) => carry(call, task))
}

/** The page's command for a call, and the event whose handlers it changes, if it does. */
function commandFor({ method, params }: RestCall): { command: Command; event?: string } {
  const name = METHOD_COMMANDS.get(method)
  if (name === undefined) return { command: [CALL_METHOD, { method, params }] }
  return { command: [name, params], event: String(params.event).toUpperCase() }
}

function badAnswer({ method }: RestCall, reply: unknown): BX24Error {
  return new BX24Error('BAD_ANSWER', 'No result', { method, status: Object(reply).status || 0 })
}
