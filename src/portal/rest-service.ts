import type { Params } from '../protocol/message.js'
import type { RestAnswer, RestReply, RestTime } from '../protocol/rest.js'
import { type AnswerOptions, readAnswers } from './answers.js'
import type { Caller } from './caller.js'
import type { Clock } from './clock.js'
import { DEEPEST_PARAMETERS, isDeeperThan } from './json-bounds.js'
import { LostReplyError } from './lost-reply-error.js'
import { appInfo } from './methods/app-info.js'
import { appOptionGet } from './methods/app-option-get.js'
import { appOptionSet } from './methods/app-option-set.js'
import { batch } from './methods/batch.js'
import { eventBind } from './methods/event-bind.js'
import { eventGet } from './methods/event-get.js'
import { eventTest } from './methods/event-test.js'
import { eventUnbind } from './methods/event-unbind.js'
import { events } from './methods/events.js'
import { type Method, Page } from './methods/method.js'
import { profile } from './methods/profile.js'
import { scope } from './methods/scope.js'
import { serverTime } from './methods/server-time.js'
import { userAdmin } from './methods/user-admin.js'
import { userCurrent } from './methods/user-current.js'
import { userGet } from './methods/user-get.js'
import { userOptionGet } from './methods/user-option-get.js'
import { userOptionSet } from './methods/user-option-set.js'
import type { PortalParts } from './portal-parts.js'
import type { Raise } from './raise.js'
import { limitExceeded, RestError, toRestError } from './rest-error.js'
import { createRestParams } from './rest-params.js'
import { tell } from './tell.js'

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['app.info', appInfo],
  ['app.option.get', appOptionGet],
  ['app.option.set', appOptionSet],
  ['batch', batch],
  ['event.bind', eventBind],
  ['event.get', eventGet],
  // The 2022 page of the documentation prints this name.
  ['events.get', eventGet],
  ['event.test', eventTest],
  ['event.unbind', eventUnbind],
  ['events', events],
  ['profile', profile],
  ['scope', scope],
  ['server.time', serverTime],
  ['user.admin', userAdmin],
  ['user.current', userCurrent],
  ['user.get', userGet],
  ['user.option.get', userOptionGet],
  ['user.option.set', userOptionSet],
])

/**
 * Carries out one method for a caller, given as a function since finding him can be refused too.
 * Throws a `LostReplyError` where that fault was asked for, and nothing else.
 */
export type RestService = (findCaller: () => Caller, method: string, params: Params) => RestReply

/** Throws a `TypeError` where an answer is wrong. */
export function createRestService(
  portal: PortalParts,
  raise: Raise,
  { answers = {}, onUnknownMethod }: AnswerOptions = {},
): RestService {
  const { clock, limiter, faults } = portal
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
    return run({ portal, raise, caller, params: createRestParams(params), call })
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

function createMethods(answers: NonNullable<AnswerOptions['answers']>): ReadonlyMap<string, Method> {
  const own: Map<string, Method> = new Map([...METHODS, ['methods', () => [...all.keys()].sort()]])
  const given = [...readAnswers(answers, own)].map(([name, result]): [string, Method] => [
    name,
    // Who calls in the same process may go on with it as his own.
    () => structuredClone(result),
  ])
  const all: ReadonlyMap<string, Method> = new Map([...own, ...given])
  return all
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
