import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { answer, answerBatch, type Fault, openRestApp, refuse } from '../../support/rest-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const openApp = () => openRestApp({ portal: { rules: 'current' } })
const urlsOf = (count: number) => Array.from({ length: count }, (_, index) => `${HANDLER_URL}${index}`)
const failed = (error: string) => ({ error, error_description: `of ${error}` })

describe('calls of one turn', () => {
  it.each([
    [1, [['event.bind', 1]]],
    [2, [['batch', 2]]],
    [50, [['batch', 50]]],
    [
      51,
      [
        ['batch', 50],
        ['event.bind', 1],
      ],
    ],
    [
      120,
      [
        ['batch', 50],
        ['batch', 50],
        ['batch', 20],
      ],
    ],
  ])('go together, 50 in a request, in their order: %i of them', async (count, requested) => {
    const { BX24, requests, portal } = openApp()
    const urls = urlsOf(count)
    const answers = await Promise.all(urls.map((url) => BX24.callBind('OnCrmDealAdd', url)))
    expect(answers).toEqual(urls.map(() => true))
    expect(requests.map(({ method, calls }) => [method, calls.length])).toEqual(requested)
    expect(portal.handlers().map(({ url }) => url)).toEqual(urls)
  })

  it('keep what looks like a reference to an answer', async () => {
    const { BX24, portal, requests } = openApp()
    const odd = `${HANDLER_URL}?of=$result[0]`
    await Promise.all([BX24.callMethod('profile'), BX24.callBind('OnCrmDealAdd', odd)])
    expect(portal.handlers().map(({ url }) => url)).toEqual([odd])
    expect(requests.map(({ method }) => method)).toEqual(['profile', 'event.bind'])
  })

  it('go in as few requests also where each event is unbound and bound anew, in that order', async () => {
    const { BX24, requests, portal, faults } = openApp()
    const events = ['OnCrmDealAdd', 'OnCrmDealUpdate', 'OnCrmDealDelete', 'OnCrmLeadAdd', 'OnCrmLeadUpdate']
    await Promise.all(events.map((event) => BX24.callBind(event, `${HANDLER_URL}old`)))
    faults.push(
      answerBatch({
        result_error: Object.fromEntries(events.map((_, at) => [at, failed('QUERY_LIMIT_EXCEEDED')])),
      }),
    )
    const all = watchOutcome(
      Promise.all(
        events.flatMap((event) => [
          BX24.callUnbind(event, `${HANDLER_URL}old`),
          BX24.callBind(event, `${HANDLER_URL}new`),
          BX24.callUnbind(event, `${HANDLER_URL}new`),
          BX24.callBind(event, `${HANDLER_URL}new`),
        ]),
      ),
    )
    await passTimeUntilEnd(all, 5000)
    expect(all.result).toEqual(events.flatMap(() => [{ count: 1 }, true, { count: 1 }, true]))
    expect(portal.handlers().map(({ url }) => url)).toEqual(events.map(() => `${HANDLER_URL}new`))
    // The first was put off as a whole.
    expect(requests.slice(1).map(({ calls }) => calls.length)).toEqual([5, 5, 5, 5, 5])
  })

  it.each(['batch', 'BATCH', 'bAtCh'])("are parted from a batch of the caller's own: %s", async (name) => {
    const { BX24, requests } = openApp()
    const own = { halt: 1, cmd: { me: 'profile', none: 'no.method', after: 'app.info' } }
    const answers = await Promise.all([
      BX24.callMethod('profile'),
      BX24.callMethod('app.info'),
      BX24.callMethod(name, own),
      BX24.callMethod('server.time'),
      BX24.callMethod('profile'),
    ])
    expect(requests.map(({ method, calls }) => [method, calls])).toEqual([
      ['batch', ['profile', 'app.info', 'server.time', 'profile']],
      [name, name === 'batch' ? Object.values(own.cmd) : [name]],
    ])
    expect(answers[0]).toMatchObject({ ID: '1' })
    expect(answers[2]).toMatchObject({
      result: { me: { ID: '1' } },
      result_error: { none: { error: 'ERROR_METHOD_NOT_FOUND' } },
    })
    expect(Object(answers[2]).result).not.toHaveProperty('after')
  })
})

describe('a batch that the portal does not take', () => {
  it.each<[string, number, Fault[], filler: string]>([
    ['as it refuses it', 403, [refuse('insufficient_scope')], ''],
    // More than a million bytes together, none of them too much alone.
    ['as it is too large', 413, [], 'x'.repeat(400_000)],
  ])(
    '%s goes in single calls, each carried out once, in their order',
    async (_name, status, given, filler) => {
      const { BX24, faults, requests, portal } = openApp()
      faults.push(...given)
      const urls = urlsOf(3)
      const answers = await Promise.all(
        urls.map((handler) => BX24.callMethod('event.bind', { event: 'OnCrmDealAdd', handler, filler })),
      )
      expect(answers).toEqual([true, true, true])
      expect(requests.map(({ method }) => method)).toEqual([
        'batch',
        'event.bind',
        'event.bind',
        'event.bind',
      ])
      expect(requests.map((request) => request.status)).toEqual([status, 200, 200, 200])
      expect(portal.handlers().map(({ url }) => url)).toEqual(urls)
    },
  )
})

describe('the answer to a batch', () => {
  it('has a result or an error for each, with the status that it has where it stands alone', async () => {
    const { BX24, faults, requests } = openApp()
    const codes = {
      ...{ ERROR_ARGUMENT: 400, ERROR_CORE: 400, NO_AUTH_FOUND: 401, ACCESS_DENIED: 403 },
      ...{ WRONG_AUTH_TYPE: 403, ERROR_METHOD_NOT_FOUND: 404, SOMETHING_ELSE: 400 },
    }
    const errors = Object.keys(codes).map((error, index) => [index + 3, failed(error)])
    faults.push(
      answerBatch({
        result: { 0: 'first', 1: null },
        result_error: Object.fromEntries(errors),
        ...{ result_total: { 0: 75 }, result_next: { 0: 50 }, result_time: { 0: { duration: 1 } } },
      }),
    )
    const seen: unknown[] = []
    const ends = await Promise.allSettled([
      BX24.callMethod('a', {}, (result) =>
        seen.push(result.data(), result.total(), result.more(), result.time(), result.status),
      ),
      BX24.callMethod('b'),
      BX24.callMethod('c'),
      ...Object.keys(codes).map((code) => BX24.callMethod(code)),
    ])
    await nextTask()
    expect(seen).toEqual(['first', 75, true, { duration: 1 }, 200])
    expect(ends[1]).toEqual({ status: 'fulfilled', value: null })
    // It says nothing of this one.
    expect(ends[2]).toMatchObject({ reason: { code: 'BAD_ANSWER', method: 'c' } })
    expect(ends.slice(3)).toMatchObject(
      Object.entries(codes).map(([code, status]) => ({
        reason: { code, status, method: code, description: `of ${code}` },
      })),
    )
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['lists', { result: ['first'], result_error: { 1: failed('ACCESS_DENIED') } }],
    ['objects', { result: { 0: 'first' }, result_error: { 1: failed('ACCESS_DENIED') } }],
    ['a list with a gap', { result: ['first', null], result_error: [null, failed('ACCESS_DENIED')] }],
    ['the errors alone as a list', { result: { 0: 'first' }, result_error: [null, failed('ACCESS_DENIED')] }],
  ])('may be of %s', async (_name, lists) => {
    const { BX24, faults } = openApp()
    faults.push(answer({ result: lists }))
    const [first, second] = await Promise.allSettled([BX24.callMethod('a'), BX24.callMethod('b')])
    expect(first).toEqual({ status: 'fulfilled', value: 'first' })
    expect(second).toMatchObject({
      reason: { code: 'ACCESS_DENIED', description: 'of ACCESS_DENIED', status: 403, method: 'b' },
    })
  })

  it.each([
    ['no object', true],
    ['nothing', null],
    ['an empty list', []],
    ['empty lists', { result: [], result_error: [] }],
    ['numbers in place of the lists', { result: 5, result_error: 7 }],
    ['lists that have other places', { result: { a: 1, '-1': 2, 3: 4 } }],
    ['a text in place of the list', { result: 'abc' }],
    ['a text in place of the errors', { result: [], result_error: 'abc' }],
  ])('that has no entries ends each call in BAD_ANSWER, and it goes once: %s', async (_name, result) => {
    const { BX24, faults, requests } = openApp()
    faults.push(answer({ result }))
    const methods = ['x', 'y', 'z']
    const ends = await Promise.allSettled(methods.map((method) => BX24.callMethod(method)))
    expect(ends).toMatchObject(
      methods.map((method) => ({ reason: { code: 'BAD_ANSWER', method, status: 200 } })),
    )
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['QUERY_LIMIT_EXCEEDED', [['profile', 'app.info']]],
    ['expired_token', [['profile', 'app.info']]],
    ['ERROR_BATCH_METHOD_NOT_ALLOWED', [['profile'], ['app.info']]],
  ])('with %s for some calls makes them go again, and only them', async (error, again) => {
    const { BX24, faults, requests } = openApp()
    faults.push(
      answerBatch({ result: { 1: 'second' }, result_error: { 0: failed(error), 2: failed(error) } }),
    )
    const calls = ['profile', 'b', 'app.info'].map((method) => BX24.callMethod(method))
    const ended = watchOutcome(Promise.all(calls))
    await passTimeUntilEnd(ended, 2000)
    expect(ended.result).toMatchObject([{ ID: '1' }, 'second', { INSTALLED: true }])
    expect(requests.map(({ calls }) => calls)).toEqual([['profile', 'b', 'app.info'], ...again])
    // Another token for the one that has expired.
    expect(requests[1]?.token === requests[0]?.token).toBe(error !== 'expired_token')
  })
})
