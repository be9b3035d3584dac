import { createBX24 } from 'bx24-events'
import { array, assert, asyncProperty, constantFrom, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { type Fault, openRestApp } from '../../support/rest-app.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { APP_ORIGIN, HANDLER_URL } from '../../support/test-portal.js'

const json =
  (status: number, body: unknown): Fault =>
  () =>
    Response.json(body, { status })
/** The answer to a batch; what a call does not get is left out. */
const batchOf = (lists: Record<string, unknown>) =>
  json(200, { result: { result: [], result_error: [], ...lists } })

describe('calls of one turn', () => {
  it.each([
    [1, ['profile']],
    [2, [2]],
    [50, [50]],
    [51, [50, 'profile']],
    [120, [50, 50, 20]],
  ])('go together: %i of them', async (count, requested) => {
    const { BX24, requests } = openRestApp()
    await Promise.all(Array.from({ length: count }, () => BX24.callMethod('profile')))
    expect(requests.map(({ method, calls }) => (method === 'batch' ? calls.length : method))).toEqual(
      requested,
    )
  })

  it('say what their parameters were when they were called', async () => {
    const { BX24, requests } = openRestApp()
    const fields = { TITLE: 'first' }
    const first = BX24.callMethod('profile', { fields })
    fields.TITLE = 'second'
    const second = BX24.callMethod('profile', { fields })
    Object.assign(fields, { itself: fields })
    await Promise.all([first, second])
    const said = Object.values(Object(requests[0]?.params.cmd)).map((call) =>
      decodeURIComponent(String(call)),
    )
    expect(said).toEqual(['profile?fields[TITLE]=first', 'profile?fields[TITLE]=second'])
  })

  it('have their own results and errors, with the status that each has where it stands alone', async () => {
    const { BX24, faults, requests } = openRestApp()
    const codes = {
      ...{ ERROR_ARGUMENT: 400, ERROR_CORE: 400, NO_AUTH_FOUND: 401, ACCESS_DENIED: 403 },
      ...{ WRONG_AUTH_TYPE: 403, ERROR_METHOD_NOT_FOUND: 404, SOMETHING_ELSE: 400 },
    }
    const errors = Object.keys(codes).map((error, index) => [
      index + 2,
      { error, error_description: `of ${error}` },
    ])
    faults.push(
      batchOf({
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
      ...Object.keys(codes).map((code) => BX24.callMethod(code)),
    ])
    await nextTask()
    expect(seen).toEqual(['first', 75, true, { duration: 1 }, 200])
    expect(ends[1]).toEqual({ status: 'fulfilled', value: null })
    expect(ends.slice(2)).toMatchObject(
      Object.entries(codes).map(([code, status]) => ({
        reason: { code, status, method: code, description: `of ${code}` },
      })),
    )
    expect(requests).toHaveLength(1)
  })

  it('fail alone where the answer says nothing of them', async () => {
    const { BX24, faults } = openRestApp()
    faults.push(batchOf({ result: ['first'] }))
    const [first, second] = await Promise.allSettled([BX24.callMethod('a'), BX24.callMethod('b')])
    expect(first).toEqual({ status: 'fulfilled', value: 'first' })
    expect(second).toMatchObject({ reason: { code: 'BAD_ANSWER', method: 'b' } })
  })

  it.each([
    ['that is refused as a whole', json(403, { error: 'insufficient_scope' })],
    ['that is too large', json(413, { error: 'INVALID_REQUEST' })],
  ])('go one by one where a batch is one %s, and each is carried out once', async (_name, refusal) => {
    const { BX24, faults, requests, portal } = openRestApp({ portal: { rules: 'current' } })
    faults.push(refusal)
    const urls = ['a', 'b', 'c'].map((name) => `${HANDLER_URL}${name}`)
    expect(await Promise.all(urls.map((url) => BX24.callBind('OnCrmDealAdd', url)))).toEqual([
      true,
      true,
      true,
    ])
    expect(requests.map(({ method }) => method)).toEqual(['batch', 'event.bind', 'event.bind', 'event.bind'])
    expect(portal.handlers().map(({ url }) => url)).toEqual(urls)
  })

  it.each<[string, Fault, object]>([
    [
      'a server that failed',
      json(500, { error: 'INTERNAL_SERVER_ERROR' }),
      { code: 'INTERNAL_SERVER_ERROR' },
    ],
    ['a wrong token', json(401, { error: 'invalid_token' }), { code: 'invalid_token' }],
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), { code: 'NETWORK' }],
    ['no JSON', () => new Response('<html>', { status: 502 }), { code: 'BAD_ANSWER', status: 502 }],
  ])('are not repeated after %s', async (_name, fault, reason) => {
    const { BX24, faults, requests } = openRestApp()
    faults.push(fault)
    const ends = await Promise.allSettled([BX24.callMethod('profile'), BX24.callMethod('app.info')])
    expect(ends).toMatchObject([{ reason }, { reason }])
    expect(requests).toHaveLength(1)
  })

  it('are carried out once where the answer is lost behind it', async () => {
    const { BX24, faults, portal } = openRestApp()
    const carryOut: Fault = async ({ url, init }) => {
      const { createRestRoutes } = await import('../../../src/server/rest-routes.js')
      await createRestRoutes(portal).fetch(new Request(url, { ...init, signal: null }))
      throw new TypeError('terminated')
    }
    faults.push(carryOut)
    await expect(BX24.callBind('OnCrmDealAdd', HANDLER_URL)).rejects.toMatchObject({ code: 'NETWORK' })
    expect(portal.handlers()).toHaveLength(1)
  })

  it('that a batch does not take go alone, and only they', async () => {
    const { BX24, faults, requests } = openRestApp()
    const error = { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED', error_description: 'Not here' }
    faults.push(batchOf({ result: { 0: 'first' }, result_error: { 1: error } }))
    const answers = await Promise.all([BX24.callMethod('a'), BX24.callMethod('profile')])
    expect(answers).toMatchObject(['first', { ID: '1' }])
    expect(requests.map(({ method }) => method)).toEqual(['batch', 'profile'])
  })

  it('keep what looks like a reference to an answer', async () => {
    const { BX24, portal, requests } = openRestApp({ portal: { rules: 'current' } })
    const odd = `${HANDLER_URL}?of=$result[0]`
    await Promise.all([BX24.callMethod('profile'), BX24.callBind('OnCrmDealAdd', odd)])
    expect(portal.handlers().map(({ url }) => url)).toEqual([odd])
    expect(requests.map(({ method }) => method)).toEqual(['profile', 'event.bind'])
  })
})

describe('requests that change handlers', () => {
  it('leave one after another, and others meanwhile', async () => {
    const { BX24, faults, requests } = openRestApp()
    let release: (() => void) | undefined
    faults.push(() => new Promise((resolve) => (release = () => resolve(undefined))))
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    await nextTask()
    const unbound = BX24.callUnbind('OnCrmDealUpdate', HANDLER_URL)
    await nextTask()
    await BX24.callMethod('profile')
    expect(requests.map(({ method }) => method)).toEqual(['event.bind', 'profile'])
    release?.()
    expect(await Promise.all([bound, unbound])).toEqual([true, { count: 0 }])
    expect(requests.map(({ method }) => method)).toEqual(['event.bind', 'profile', 'event.unbind'])
  })

  const step = record({
    does: constantFrom('callBind' as const, 'callUnbind' as const),
    event: constantFrom('OnCrmDealAdd', 'ONCRMDEALADD', 'OnCrmDealUpdate'),
    name: constantFrom('a', 'b'),
    /** Whether the next step is of another turn. */
    pause: constantFrom(true, false),
  })
  const put = constantFrom<string | undefined>(undefined, undefined, 'expired_token')

  it.each(['rest', 'message'] as const)(
    'keep the order of calling, however they are put off: by %s',
    async (way) => {
      await assert(
        asyncProperty(array(step, { maxLength: 12 }), array(put, { maxLength: 6 }), async (steps, puts) => {
          const app = openRestApp({
            portal: { rules: 'current', limits: false },
          })
          const { portal, faults } = app
          faults.push(...puts.map((error) => (error ? json(401, { error }) : () => undefined)))
          const BX24 = app.createClient({ route: way })
          const ends: Promise<unknown>[] = []
          for (const { does, event, name, pause } of steps) {
            ends.push(BX24[does](event, `${APP_ORIGIN}/${name}`).catch(({ code }) => code))
            if (pause) await nextTask()
          }
          const results = await Promise.all(ends)

          const rows = new Set<string>()
          const expected = steps.map(({ does, event, name }) => {
            const key = `${event.toUpperCase()} ${APP_ORIGIN}/${name}`
            const isThere = rows.has(key)
            if (does === 'callUnbind') return rows.delete(key) ? { count: 1 } : { count: 0 }
            rows.add(key)
            return isThere ? 'ERROR_CORE' : true
          })
          // A token that is said to have expired twice is told of.
          if (results.includes('expired_token')) return
          expect(results).toEqual(expected)
          expect(
            portal
              .handlers()
              .map(({ event, url }) => `${event} ${url}`)
              .sort(),
          ).toEqual([...rows].sort())
        }),
        { numRuns: 60 },
      )
    },
  )

  it('keep it also where one of the two goes by message, and the other over HTTP', async () => {
    const page = openScriptedPage({ commands: ['callBind'] })
    const methods: string[] = []
    const BX24 = createBX24({
      window: page.window,
      async fetch(url) {
        methods.push(url)
        return Response.json({ result: { count: 1 } })
      },
    })
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    const unbound = BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
    const again = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    const question = await page.requests.next()
    await nextTask()
    expect([page.requests.all.length, methods]).toEqual([1, []])
    page.reply(question, { status: 200, answer: { result: true } })
    expect(await Promise.all([bound, unbound])).toEqual([true, { count: 1 }])
    await nextTask()
    expect(methods).toEqual(['https://portal.example.com/rest/event.unbind.json'])
    page.reply(page.requests.all[1] ?? question, { status: 200, answer: { result: true } })
    expect(await again).toBe(true)
  })
})
