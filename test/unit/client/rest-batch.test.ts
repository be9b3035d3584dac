import { describe, expect, it } from 'vitest'
import { createRestRoutes } from '../../../src/server/rest-routes.js'
import { nextTask } from '../../support/next-task.js'
import { type Fault, openRestApp, type RestApp } from '../../support/rest-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const url = (name: number | string) => `${HANDLER_URL}${name}`
const openApp = () => openRestApp({ portal: { rules: 'current' } })
const json =
  (body: unknown, status = 200): Fault =>
  () =>
    Response.json(body, { status })
const boundUrls = ({ portal }: RestApp) => portal.handlers().map((handler) => handler.url)

describe("a batch of the caller's own", () => {
  it.each(['batch', 'BATCH', 'bAtCh'])('parts its neighbours into batches of theirs: %s', async (name) => {
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
      ['batch', ['profile', 'app.info']],
      [name, name === 'batch' ? Object.values(own.cmd) : [name]],
      ['batch', ['server.time', 'profile']],
    ])
    expect(answers[0]).toMatchObject({ ID: '1' })
    expect(answers[2]).toMatchObject({
      result: { me: { ID: '1' } },
      result_error: { none: { error: 'ERROR_METHOD_NOT_FOUND' } },
    })
    expect(Object(answers[2]).result).not.toHaveProperty('after')
  })

  it('takes its turn where handlers are changed in it', async () => {
    const { BX24, faults, requests } = openApp()
    let release: (() => void) | undefined
    faults.push(() => new Promise((resolve) => (release = () => resolve(undefined))))
    const bind = `event.bind?event=OnCrmDealAdd&handler=${encodeURIComponent(url(1))}`
    const bound = BX24.callMethod('batch', { cmd: { bind } })
    await nextTask()
    const unbound = BX24.callUnbind('OnCrmDealAdd', url(1))
    await nextTask()
    expect(requests).toHaveLength(1)
    release?.()
    expect([await bound, await unbound]).toMatchObject([{ result: { bind: true } }, { count: 1 }])
  })
})

describe('the answer to a batch', () => {
  const failed = (error: string) => ({ error, error_description: `of ${error}` })

  it.each([
    ['lists', { result: ['first'], result_error: { 1: failed('ACCESS_DENIED') } }],
    ['objects', { result: { 0: 'first' }, result_error: { 1: failed('ACCESS_DENIED') } }],
    ['a list with a gap', { result: ['first', null], result_error: [null, failed('ACCESS_DENIED')] }],
    ['the errors alone as a list', { result: { 0: 'first' }, result_error: [null, failed('ACCESS_DENIED')] }],
  ])('may be of %s', async (_name, lists) => {
    const { BX24, faults } = openApp()
    faults.push(json({ result: lists }))
    const [first, second] = await Promise.allSettled([BX24.callMethod('a'), BX24.callMethod('b')])
    expect(first).toEqual({ status: 'fulfilled', value: 'first' })
    expect(second).toMatchObject({
      reason: { code: 'ACCESS_DENIED', description: 'of ACCESS_DENIED', status: 403, method: 'b' },
    })
  })

  const expectBadAnswers = async (_name: string, body: object) => {
    const { BX24, faults, requests } = openApp()
    faults.push(json(body))
    const methods = ['x', 'y', 'z']
    const ends = await Promise.allSettled(methods.map((method) => BX24.callMethod(method)))
    expect(ends).toMatchObject(
      methods.map((method) => ({ reason: { code: 'BAD_ANSWER', method, status: 200 } })),
    )
    expect(requests).toHaveLength(1)
  }
  it.each([
    ['no object', { result: true }],
    ['nothing', { result: null }],
    ['an empty list', { result: [] }],
    ['empty lists', { result: { result: [], result_error: [] } }],
    ['numbers in place of the lists', { result: { result: 5, result_error: 7 } }],
    ['lists that have other places', { result: { result: { a: 1, '-1': 2, 3: 4 } } }],
    ['a text in place of the list', { result: { result: 'abc' } }],
    ['a text in place of the errors', { result: { result: [], result_error: 'abc' } }],
  ])('that has no entries ends each call in BAD_ANSWER, and goes once: %s', expectBadAnswers)

  it('with an expired token for some calls: they go again with the new one, and only they', async () => {
    const { BX24, faults, requests } = openApp()
    faults.push(json({ result: { result: { 1: 'second' }, result_error: { 0: failed('expired_token') } } }))
    const answers = await Promise.all([BX24.callMethod('profile'), BX24.callMethod('b')])
    expect(answers).toMatchObject([{ ID: '1' }, 'second'])
    expect(requests.map(({ calls }) => calls)).toEqual([['profile', 'b'], ['profile']])
    expect(requests[1]?.token).not.toBe(requests[0]?.token)
  })

  it('that stays so is told, with the status that it has where it stands alone', async () => {
    const { BX24, faults, requests } = openApp()
    const again = json({
      result: { result: [], result_error: [failed('expired_token'), failed('expired_token')] },
    })
    faults.push(again, again, again)
    const ends = await Promise.allSettled([BX24.callMethod('profile'), BX24.callMethod('profile')])
    const reason = { code: 'expired_token', status: 401 }
    expect(ends).toMatchObject([{ reason }, { reason }])
    expect(requests).toHaveLength(2)
  })
})

describe('a batch that the portal does not take', () => {
  it('as it is too large goes in single calls, each carried out once', async () => {
    const app = openApp()
    // More than a million bytes together, none of them too much alone.
    const filler = 'x'.repeat(30_000)
    const calls = Array.from({ length: 40 }, (_, index) =>
      app.BX24.callMethod('event.bind', { event: 'OnCrmDealAdd', handler: url(index), filler }),
    )
    expect(await Promise.all(calls)).toEqual(calls.map(() => true))
    expect(app.requests.map(({ status }) => status)).toEqual([413, ...calls.map(() => 200)])
    expect(boundUrls(app)).toEqual(calls.map((_, index) => url(index)))
  })

  it('leaves those that were given up meanwhile out', async () => {
    const app = openApp()
    const giveUp = new AbortController()
    app.faults.push(() => {
      giveUp.abort('enough')
      return Response.json({ error: 'insufficient_scope' }, { status: 403 })
    })
    const given = app.BX24.callBind('OnCrmDealAdd', url(1), { signal: giveUp.signal })
    const kept = app.BX24.callBind('OnCrmDealAdd', url(2))
    const ends = await Promise.allSettled([given, kept])
    expect(ends).toEqual([
      { status: 'rejected', reason: 'enough' },
      { status: 'fulfilled', value: true },
    ])
    expect(boundUrls(app)).toEqual([url(2)])
    expect(app.requests.map(({ method }) => method)).toEqual(['batch', 'event.bind'])
  })
})

describe('the request of a batch', () => {
  it('is given up once nobody waits for it any more, and not before', async () => {
    const app = openApp()
    app.faults.push(() => new Promise(() => undefined))
    const aborters = [new AbortController(), new AbortController()]
    const calls = aborters.map(({ signal }) => app.BX24.callMethod('profile', {}, { signal }))
    const ends = Promise.allSettled(calls)
    await nextTask()
    const [request] = app.requests
    aborters[0]?.abort('first')
    await nextTask()
    expect(request?.init.signal?.aborted).toBe(false)
    aborters[1]?.abort('second')
    expect(request?.init.signal?.aborted).toBe(true)
    expect(await ends).toMatchObject([{ reason: 'first' }, { reason: 'second' }])
    expect(await app.BX24.callMethod('profile')).toMatchObject({ ID: '1' })
  })
})

describe('what the portal may have carried out is not sent again:', () => {
  /** The portal carries it out, and the answer comes to nothing. */
  const after = (app: RestApp, end: () => Response | Promise<Response>): Fault => {
    return async ({ url, init }) => {
      await createRestRoutes(app.portal).fetch(new Request(url, { ...init, signal: null }))
      return end()
    }
  }

  it.each<[string, () => Response | Promise<Response>, string]>([
    ['a lost network', () => Promise.reject(new TypeError('Failed to fetch')), 'NETWORK'],
    [
      'a failure',
      () => Response.json({ error: 'INTERNAL_SERVER_ERROR' }, { status: 500 }),
      'INTERNAL_SERVER_ERROR',
    ],
    ['a gateway that gave up', () => new Response('<html>', { status: 504 }), 'BAD_ANSWER'],
    ['no answer at all', () => new Response(''), 'BAD_ANSWER'],
    ['half an answer', () => new Response('{"result":{"result":[tr'), 'BAD_ANSWER'],
    ['an answer of something else', () => Response.json([true]), 'BAD_ANSWER'],
  ])('%s', async (_name, end, code) => {
    for (const count of [1, 3]) {
      const app = openApp()
      app.faults.push(after(app, end))
      const names = Array.from({ length: count }, (_, index) => url(index))
      const ends = await Promise.allSettled(names.map((name) => app.BX24.callBind('OnCrmDealAdd', name)))
      expect(ends).toMatchObject(names.map(() => ({ reason: { code } })))
      expect(app.requests).toHaveLength(1)
      // A second time would be ERROR_CORE, and so it is for one who asks for it.
      expect(boundUrls(app)).toEqual(names)
      await expect(app.BX24.callBind('OnCrmDealAdd', url(0))).rejects.toMatchObject({ code: 'ERROR_CORE' })
    }
  })
})
