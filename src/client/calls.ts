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

/**
 * Makes calls of REST. By message each leaves at once; over HTTP those of one turn leave together, and no more often than
 * the portal allows.
 */
export function createCalls(session: Session, { route = 'auto', fetch }: CallsOptions) {
  const pace = createPace()
  /** Of each line that calls stand in, the end of the last one. */
  const ends = new Map<string, Promise<void>>()
  const gathered: Waiting[] = []

  async function carry({ method, params }: RestCall, task: Task): Promise<RestReply> {
    const connection = await session.connect()
    const isListed = (command: string) => route !== 'rest' && connection.commands.includes(command)
    const name = METHOD_COMMANDS.get(method) ?? CALL_METHOD
    const isByMessage = isListed(name)
    if (!isByMessage && route === 'message') {
      throw new BX24Error('NOT_SUPPORTED', `The page has no ${name}`, { method })
    }
    const isChange = name !== CALL_METHOD
    const changesListed = [...METHOD_COMMANDS.values()].filter(isListed).length
    const command: Command = [name, isChange ? params : { method, params }]
    return new Promise((resolve) => {
      const waiting = { method, params, task, resolve }
      const work = () => (isByMessage ? send([waiting], connection, command) : send([waiting]))
      if (isChange && changesListed) {
        // What is sent again would come too late behind what was sent after it, by whichever way that went.
        takeTurn(changesListed < METHOD_COMMANDS.size ? '' : String(params.event).toUpperCase(), work)
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
  async function send(together: Waiting[], given?: Connection, command?: Command): Promise<void> {
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
        const { auth, channel } = connection
        const whole = await (command ? channel.ask(command, first.task) : postCalls(left, connection, fetch))
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

function badAnswer({ method }: RestCall, reply: unknown): BX24Error {
  return new BX24Error('BAD_ANSWER', 'No result', { method, status: Object(reply).status || 0 })
}
