import type { Params } from '../../protocol/message.js'
import type { RestAnswer, RestReply, RestTime } from '../../protocol/rest.js'
import type { Clock } from '../clock.js'
import { DEEPEST_PARAMETERS, isDeeperThan } from '../json-bounds.js'
import { LostReplyError } from '../lost-reply-error.js'
import type { PortalParts } from '../portal-parts.js'
import type { Raise } from '../raise.js'
import { tell } from '../tell.js'
import type { Caller } from './caller.js'
import { Page } from './methods/method.js'
import { createMethods } from './methods.js'
import { limitExceeded, RestError, toRestError } from './rest-error.js'
import { createRestParams } from './rest-params.js'

/** What a portal answers of the methods of REST that it does not have itself. */
export interface AnswerOptions {
  /**
   * The result of each such method, by its name in any case: what JSON can carry. Default: none, and all of them are answered
   * `ERROR_METHOD_NOT_FOUND`. One that the portal has itself is a `TypeError`.
   */
  answers?: Readonly<Record<string, unknown>>
  /** Told of each call of a method that the portal does not have, with the name as it was sent. */
  onUnknownMethod?: (method: string) => void
}

/**
 * Carries out one method for a caller, given as a function since finding him can be refused too.
 * Throws a `LostReplyError` where that fault was asked for, and nothing else.
 */
export type RestService = (findCaller: () => Caller, method: string, params: Params) => RestReply

/** Throws a `TypeError` where an answer is wrong. */
export function createRestService(
  parts: PortalParts,
  raise: Raise,
  { answers = {}, onUnknownMethod }: AnswerOptions,
): RestService {
  const { clock, limiter, faults } = parts
  const methods = createMethods(answers)

  function carryOut(caller: Caller, method: string, params: Params): unknown {
    const run = methods.get(String(method).toLowerCase())
    if (!run) {
      tell(onUnknownMethod, String(method))
      throw new RestError(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
    }
    if (isDeeperThan(params, DEEPEST_PARAMETERS)) {
      const description = `The parameters are nested deeper than ${DEEPEST_PARAMETERS} levels`
      throw new RestError(400, 'INVALID_REQUEST', description)
    }
    // What a batch calls is counted with the batch.
    const call = (other: string, otherParams: Params) => answer(() => carryOut(caller, other, otherParams))
    return run({ parts, raise, caller, params: createRestParams(params), call })
  }

  function answer(run: () => unknown): RestReply {
    const start = clock.now()
    const reply = (status: number, body: RestAnswer): RestReply => ({
      status,
      answer: { ...body, time: timeSince(start, clock) },
    })
    try {
      const result = run()
      return reply(200, result instanceof Page ? { result: result.items, ...result.place } : { result })
    } catch (error) {
      const { status, answer } = toRestError(error)
      return reply(status, answer)
    }
  }

  return (findCaller, method, params) => {
    let isLost = false
    const reply = answer(() => {
      const caller = findCaller()
      if (faults.isMet('queryLimit')) throw limitExceeded()
      if (caller.countedAs !== undefined) limiter.count(caller.countedAs)
      isLost = faults.isMet('lostReplies')
      return carryOut(caller, method, params)
    })
    if (isLost) throw new LostReplyError(reply)
    return reply
  }
}

function timeSince(startedAt: number, clock: Clock): RestTime {
  const finishedAt = clock.now()
  const duration = (finishedAt - startedAt) / 1000
  return {
    start: startedAt / 1000,
    finish: finishedAt / 1000,
    duration,
    processing: duration,
    date_start: new Date(startedAt).toISOString(),
    date_finish: new Date(finishedAt).toISOString(),
  }
}
