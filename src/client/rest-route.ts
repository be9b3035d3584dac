import type { RestCall } from '../protocol/rest.js'
import type { Pace } from './pace.js'
import { BATCH_SIZE, type Fetch, postCalls, readBatch } from './rest-request.js'
import type { Connection, Session } from './session.js'
import type { Task } from './tasks.js'

/** A call that waits for its answer. */
interface Waiting {
  readonly call: RestCall
  readonly task: Task
  /** Its place in the order of calling, which it keeps however often it is sent. */
  readonly place: number
  /** It changes handlers. */
  readonly isChange: boolean
  /** It goes in a request of its own. */
  readonly isAlone: boolean
  resolve(reply: unknown): void
}

/**
 * The way over HTTP. Calls of one turn leave together, those that change handlers in one request after another, so that
 * their order holds at the portal, and none more often than the portal allows.
 * @returns makes a call ready; what that returns sends it
 */
export function createRestRoute(session: Session, pace: Pace, fetch: Fetch | undefined) {
  let line: Waiting[] = []
  let lastPlace = 0
  let isLeaving = false
  let isChanging = false

  async function leave(): Promise<void> {
    if (isLeaving) return
    isLeaving = true
    try {
      while (nextTogether().length) {
        const connection = await session.connectAfresh()
        await pace.next()
        // More may have come by now, which go along.
        void send(nextTogether(), connection)
      }
    } catch (reason) {
      for (const { task } of line.splice(0)) task.fail(reason)
    }
    isLeaving = false
  }

  function nextTogether(): Waiting[] {
    line = line.filter(({ task }) => !task.isOver).sort((one, other) => one.place - other.place)
    const ready = line.filter(({ isChange }) => !(isChange && isChanging))
    const alone = ready.findIndex(({ isAlone }) => isAlone)
    return ready.slice(0, alone < 0 ? BATCH_SIZE : Math.min(alone || 1, BATCH_SIZE))
  }

  async function send(together: Waiting[], { auth, channel, initData }: Connection): Promise<void> {
    line = line.filter((waiting) => !together.includes(waiting))
    const isChange = together.some((waiting) => waiting.isChange)
    isChanging ||= isChange
    const request = new AbortController()
    for (const { task } of together) {
      task.onEnd(() => together.every(({ task }) => task.isOver) && request.abort())
    }
    try {
      const root = channel.origin + initData.PATH
      const calls = together.map(({ call }) => call)
      const whole = await postCalls(calls, { root, token: auth.access_token, signal: request.signal, fetch })
      for (const [index, waiting] of together.entries()) {
        const reply = together[1] ? readBatch(whole, index) : whole
        if (reply) waiting.resolve(reply)
        else line.push({ ...waiting, isAlone: true })
      }
    } catch (reason) {
      for (const { task } of together) task.fail(reason)
    }
    isChanging &&= !isChange
    void leave()
  }

  return (call: RestCall, task: Task) => {
    const text = JSON.stringify(call)
    const waiting = {
      call,
      task,
      place: ++lastPlace,
      isChange: /event\.(un)?bind/i.test(text),
      // A batch has no other inside, and fills in what looks like a reference to an answer.
      isAlone: /^.{11}batch"|\$result\[/i.test(text),
    }
    return () =>
      new Promise<unknown>((resolve) => {
        line.push({ ...waiting, resolve })
        void leave()
      })
  }
}
