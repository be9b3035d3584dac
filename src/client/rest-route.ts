import { TO_ARRIVE } from './auth.js'
import { failWith, type Waiting } from './call.js'
import type { Pace } from './pace.js'
import { type Fetch, postCalls, readBatch, writeCall } from './rest-request.js'
import type { Session } from './session.js'
import { takeReply } from './take-reply.js'
import { whenOver } from './tasks.js'

/** How many calls a `batch` may have. The source: the documentation of the method `batch`. */
const BATCH_SIZE = 50

/**
 * Makes calls over HTTP, with a token that works: those of one turn leave together, and no more often than the portal allows.
 * Requests that change handlers leave one after another.
 */
export function createRestRoute(session: Session, pace: Pace, fetch?: Fetch): (call: Waiting) => void {
  /** What has not left yet, in its order. */
  let waiting: Waiting[] = []
  /** Whether some of it leaves at the end of this turn. */
  let isLeaving = false
  /** Whether a request that changes handlers is under way. */
  let isChanging = false

  function leaveTogether(): void {
    isLeaving = false
    for (;;) {
      const [together, left] = takeTogether(waiting, isChanging)
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
    isChanging &&= !isChange
    waiting = [...again, ...waiting]
    leaveTogether()
  }

  /** Sends calls, and resolves to those that go again. */
  async function send(calls: readonly Waiting[]): Promise<Waiting[]> {
    const getLeft = () => calls.filter(({ task }) => !task.isOver)
    try {
      // It is for all of them.
      await session.refreshAuth(TO_ARRIVE).catch((reason) => failWith(reason, [...calls, ...waiting]))
      await pace.next(() => getLeft().length > 0)
      const left = getLeft()
      return left.length ? await post(left) : []
    } catch (reason) {
      failWith(reason, calls)
      return []
    }
  }

  async function post(calls: readonly Waiting[]): Promise<Waiting[]> {
    const connection = await session.connect()
    const { auth } = connection
    const whole = await postCalls(calls, connection, fetch)
    return calls.filter((call, index) => {
      const reply = calls.length > 1 ? readBatch(whole, index) : whole
      call.isAlone ||= !reply
      return reply ? takeReply(call, reply, { auth, pace }) : !call.task.isOver
    })
  }

  return async (call) => {
    try {
      call.text = writeCall(call)
      waiting.push(call)
      await call.held
      call.held = undefined
      if (!isLeaving) queueMicrotask(leaveTogether)
      isLeaving = true
    } catch (reason) {
      failWith(reason, [call])
    }
  }
}

/**
 * Takes from the calls that wait those that may leave in one request, the earliest first; the others wait on.
 * @param isChanging whether a request that changes handlers is under way: then none of them may
 */
function takeTogether(
  waiting: readonly Waiting[],
  isChanging: boolean,
): [together: Waiting[], left: Waiting[]] {
  const together: Waiting[] = []
  let isFull = false
  /** Whether a change waits on: one that stands alone may change anything, and must not overtake it. */
  let isChangeLeft = isChanging
  /** Whether such a one waits on: no change must overtake that. */
  let isAnyChangeLeft = isChanging
  const left = waiting.filter((call) => {
    if (call.task.isOver) return false
    const alone = isAlone(call)
    const isChange = changesHandlers(call)
    const waits =
      call.held || isFull || (alone && together[0]) || (isChange && (alone ? isChangeLeft : isAnyChangeLeft))
    if (!waits) isFull = together.push(call) === BATCH_SIZE || alone
    else if (isChange) {
      isChangeLeft = true
      isAnyChangeLeft ||= alone
    }
    return waits
  })
  return [together, left]
}

/** A batch has no other inside, and would fill in what looks like a reference to an answer. */
function isAlone({ isAlone, text }: Waiting): boolean {
  return isAlone || /^batch\?|%24result%5B/i.test(text)
}

/** Whether a call binds or unbinds handlers, or a batch of the caller's own may do so. */
function changesHandlers({ text }: Waiting): boolean {
  return /event\.(un)?bind/i.test(text)
}
