import type { BX24Client } from 'bx24-events'
import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rowsOf, steps, takeAll, takeOneByOne } from '../../support/handler-steps.js'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import {
  answerBatch,
  type Fault,
  holdBack,
  neverAnswer,
  openPutOffApp,
  openRestApp,
  openScriptedApp,
  refuse,
} from '../../support/rest-app.js'
import { APP_ORIGIN, HANDLER_URL } from '../../support/test-portal.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const puts = array(constantFrom(undefined, 'QUERY_LIMIT_EXCEEDED', 'expired_token'), { maxLength: 8 })

const PAGES: readonly (readonly string[])[] = [
  ['callBind', 'callUnbind', 'callMethod'],
  ['callBind', 'callUnbind'],
  ['callBind', 'callMethod'],
  ['callUnbind', 'callMethod'],
  ['callBind'],
  ['callUnbind'],
  ['callMethod'],
  [],
  ['callBind', 'callUnbind', 'callMethod', 'together', 'openPort'],
  ['callBind', 'callMethod', 'together', 'openPort'],
  ['callBind', 'callUnbind', 'together'],
  ['callUnbind', 'openPort'],
]

describe.each(PAGES.map((commands) => ({ commands, named: commands.join(', ') || 'nothing' })))(
  'where the page lists $named,',
  ({ commands }) => {
    it('binding and unbinding end as one by one, however they are put off', async () => {
      let putOffs = 0
      await assert(
        asyncProperty(steps, puts, async (taken, given) => {
          const errors = [...given]
          let isExpired = false
          const putOff = () => {
            const error = errors.shift()
            // Of a new token it would be told.
            if (error === 'expired_token' && isExpired) return undefined
            isExpired ||= error === 'expired_token'
            if (error !== undefined) putOffs++
            return error
          }
          const { BX24, portal } = openPutOffApp(commands, putOff, { limits: false })
          const all = watchOutcome(takeAll(BX24, taken))
          await passTimeUntilEnd(all, 29_000)
          expect({ results: all.result, rows: rowsOf(portal) }).toEqual(takeOneByOne(taken))
        }),
        { numRuns: 40 },
      )
      expect(putOffs).toBeGreaterThan(20)
    })

    it.each([
      ['together', 0],
      ['while the first is under way', 1],
      ['while it waits for the limit', 10],
    ])(
      'and so they do at a portal that takes two calls a second, the page counted, made %s',
      async (_n, tasks) => {
        const clock = { now: () => Date.now(), setTimeout, clearTimeout }
        let sent = 0
        const limits = { capacity: 1, perSecond: 2, page: true }
        const count = () => void sent++
        const { BX24, portal } = openPutOffApp(commands, count, { limits, clock })
        const taken = (['callBind', 'callUnbind', 'callBind', 'callUnbind', 'callBind'] as const).map(
          (does) => ({
            ...{ does, event: 'OnCrmDealAdd', name: 'a', pause: true },
          }),
        )
        // One call leaves no room for the others.
        await BX24.callMethod('profile')
        const all = watchOutcome(takeAll(BX24, taken, tasks))
        expect(await passTimeUntilEnd(all, 20_000)).toBeGreaterThanOrEqual(500)
        expect(all.result).toEqual(takeOneByOne(taken).results)
        expect(portal.handlers().map(({ url }) => url)).toEqual([`${APP_ORIGIN}/a`])
        expect(sent).toBeGreaterThan(2)
      },
    )
  },
)

it('binding and unbinding by the route of HTTP end as one by one, however often the token has expired', async () => {
  const puts = array(constantFrom(undefined, undefined, 'expired_token'), { maxLength: 6 })
  await assert(
    asyncProperty(steps, puts, async (taken, errors) => {
      const { BX24, portal, faults } = openRestApp({ portal: { rules: 'current', limits: false } })
      faults.push(...errors.map((error): Fault => (error ? refuse(error) : () => undefined)))
      const results = await takeAll(BX24, taken)
      // A token that is said to have expired twice is told of.
      if (results.includes('expired_token')) return
      expect({ results, rows: rowsOf(portal) }).toEqual(takeOneByOne(taken))
    }),
    { numRuns: 60 },
  )
})

describe('requests that change handlers', () => {
  const bind = `event.bind?event=OnCrmDealAdd&handler=${encodeURIComponent(HANDLER_URL)}`

  it.each<[string, (BX24: BX24Client) => Promise<unknown>]>([
    ['a bind', (BX24) => BX24.callBind('OnCrmDealAdd', HANDLER_URL)],
    ["a batch of the caller's own", (BX24) => BX24.callMethod('batch', { cmd: { bind } })],
  ])('leave one after another, of whichever event, and others meanwhile: %s', async (_name, change) => {
    const { BX24, faults, requests, portal } = openRestApp({ portal: { rules: 'current' } })
    const { hold, release } = holdBack()
    faults.push(hold)
    const changed = change(BX24)
    await nextTask()
    const unbound = BX24.callUnbind('OnCrmDealUpdate', HANDLER_URL)
    await nextTask()
    await BX24.callMethod('profile')
    await nextTask()
    expect(requests.slice(1).map(({ method }) => method)).toEqual(['profile'])
    release()
    await changed
    expect(await unbound).toEqual({ count: 0 })
    expect(requests.slice(1).map(({ method }) => method)).toEqual(['profile', 'event.unbind'])
    expect(portal.handlers()).toHaveLength(1)
  })

  it.each<[string, Fault[]]>([
    ['', []],
    [', put off', [() => undefined, refuse('QUERY_LIMIT_EXCEEDED')]],
  ])("are not overtaken where they are in a batch of the caller's own%s", async (_name, given) => {
    const { BX24, faults, portal } = openRestApp({ portal: { rules: 'current' } })
    faults.push(...given)
    const all = watchOutcome(
      Promise.all([
        BX24.callMethod('profile'),
        BX24.callMethod('batch', { cmd: { bind } }),
        BX24.callUnbind('OnCrmDealAdd', HANDLER_URL),
      ]),
    )
    await passTimeUntilEnd(all, 5000)
    expect(all.result).toMatchObject([{ ID: '1' }, { result: { bind: true } }, { count: 1 }])
    expect(portal.handlers()).toEqual([])
  })

  it("are not overtaken by a batch of the caller's own, also where they wait for others", async () => {
    const unbind = bind.replace('event.bind', 'event.unbind')
    const { BX24, portal } = openRestApp({ portal: { rules: 'current' } })
    const changed = await Promise.all([
      BX24.callUnbind('OnCrmDealAdd', HANDLER_URL),
      BX24.callBind('OnCrmDealAdd', HANDLER_URL),
      BX24.callMethod('batch', { cmd: { unbind } }),
    ])
    expect(changed).toMatchObject([{ count: 0 }, true, { result: { unbind: { count: 1 } } }])
    expect(portal.handlers()).toEqual([])
  })

  it('keep their order also where one goes by message, and the next over HTTP', async () => {
    const { page, requests, BX24 } = openScriptedApp({ commands: ['callBind'] })
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    const unbound = BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
    const again = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    const question = await page.requests.next()
    await nextTask()
    expect([page.requests.all.length, requests.length]).toEqual([1, 0])
    page.reply(question, { status: 200, answer: { result: true } })
    await Promise.all([bound, unbound])
    await nextTask()
    expect(requests.map(({ method }) => method)).toEqual(['event.unbind'])
    page.reply(page.requests.all[1] ?? question, { status: 200, answer: { result: true } })
    expect(await again).toBe(true)
  })

  it.each(['QUERY_LIMIT_EXCEEDED', 'expired_token'])(
    'are not overtaken by what was made together with them where they are put off: %s',
    async (error) => {
      const { BX24, portal, faults, requests } = openRestApp({ portal: { rules: 'current' } })
      faults.push(answerBatch({ result: { 1: true, 2: { count: 0 } }, result_error: { 0: { error } } }))
      const all = watchOutcome(
        Promise.all([
          BX24.callBind('OnCrmDealAdd', HANDLER_URL),
          BX24.callMethod('profile'),
          BX24.callUnbind('ONCRMDEALADD', HANDLER_URL),
          BX24.callUnbind('OnCrmDealUpdate', HANDLER_URL),
        ]),
      )
      await passTimeUntilEnd(all, 5000)
      expect(all.result).toEqual([true, true, { count: 1 }, { count: 0 }])
      expect(portal.handlers()).toEqual([])
      expect(requests.map(({ calls }) => calls)).toEqual([
        ['event.bind', 'profile', 'event.unbind'],
        ['event.bind'],
        ['event.unbind'],
      ])
    },
  )

  it('keep no read back, whether made together with them or answered later, nor one read another', async () => {
    const { BX24, faults, requests } = openRestApp({ portal: { rules: 'current' } })
    const { hold, release } = holdBack()
    await BX24.init()
    faults.push(hold)
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    await nextTask()
    const unbound = BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
    expect(await BX24.callMethod('profile')).toMatchObject({ ID: '1' })
    release()
    expect(await Promise.all([bound, unbound])).toEqual([true, { count: 1 }])
    await nextTask()
    // A batch that is refused goes in single calls, of which one may never be answered.
    faults.push(refuse('insufficient_scope'), neverAnswer)
    const hanging = BX24.callMethod('app.info', {}, { timeout: 1000 }).catch(() => undefined)
    const others = watchOutcome(
      Promise.all([BX24.callMethod('profile'), BX24.callBind('OnCrmDealAdd', HANDLER_URL)]),
    )
    expect(await passTimeUntilEnd(others, 5000)).toBeLessThan(100)

    expect(others.result).toMatchObject([{ ID: '1' }, true])
    await vi.advanceTimersByTimeAsync(1000)
    await hanging
    expect(requests.map(({ method }) => method).slice(3)).toEqual([
      'batch',
      'app.info',
      'profile',
      'event.bind',
    ])
  })

  it('share a batch where their order does not matter', async () => {
    const { BX24, portal, requests } = openRestApp({ portal: { rules: 'current' } })
    const urls = [`${HANDLER_URL}1`, `${HANDLER_URL}2`]
    await Promise.all([
      ...urls.map((url) => BX24.callBind('OnCrmDealAdd', url)),
      BX24.callUnbind('OnCrmDealUpdate', HANDLER_URL),
    ])
    expect(requests.map(({ method }) => method)).toEqual(['batch'])
    expect(portal.handlers().map(({ url }) => url)).toEqual(urls)
  })

  it('leave by message at once where their order does not matter', async () => {
    const { page, BX24 } = openScriptedApp({ commands: ['callBind', 'callUnbind'] })
    await BX24.init()
    const urls = [`${HANDLER_URL}1`, `${HANDLER_URL}2`, `${HANDLER_URL}1`]
    const bound = Promise.all(urls.map((url) => BX24.callBind('OnCrmDealAdd', url)))
    const answer = { status: 200, answer: { result: true } }
    const questions = [await page.requests.next(), await page.requests.next()]
    await nextTask()
    // The same handler once more is another matter.
    expect(page.requests.all.map(({ params }) => params.handler)).toEqual(urls.slice(0, 2))
    for (const question of questions) page.reply(question, answer)
    page.reply(await page.requests.next(), answer)
    expect(await bound).toEqual([true, true, true])
  })
})

describe('by message, a bind that is put off is not overtaken by an unbind', () => {
  const handler = HANDLER_URL
  const event = 'OnCrmDealAdd'

  it.each<[string, (BX24: BX24Client) => Promise<unknown>]>([
    ['callBind', (BX24) => BX24.callBind(event, handler)],
    ['callBind, the event in upper case', (BX24) => BX24.callBind(event.toUpperCase(), handler)],
    ['callMethod', (BX24) => BX24.callMethod('event.bind', { event, handler })],
    [
      'callMethod, its parameters in upper case',
      (BX24) => BX24.callMethod('event.bind', { EVENT: event, HANDLER: handler }),
    ],
    [
      'callMethod, its parameters in any case',
      (BX24) => BX24.callMethod('event.bind', { Event: event, Handler: handler }),
    ],
    ['callMethod, its name in upper case', (BX24) => BX24.callMethod('EVENT.BIND', { event, handler })],
  ])('by %s', async (_name, bind) => {
    let isFirst = true
    const { BX24, portal } = openPutOffApp(PAGES[0] ?? [], () => {
      if (!isFirst) return undefined
      isFirst = false
      return 'QUERY_LIMIT_EXCEEDED'
    })
    const all = watchOutcome(Promise.all([bind(BX24), BX24.callUnbind(event, handler)]))
    await passTimeUntilEnd(all, 5000)
    expect(all.result).toEqual([true, { count: 1 }])
    expect(portal.handlers()).toEqual([])
  })
})

it.each(['message', 'rest'] as const)(
  'a change waits for all before it, also where one in between is given up: by %s',
  async (route) => {
    let isFirst = true
    const putOff = () => {
      const error = isFirst ? 'QUERY_LIMIT_EXCEEDED' : undefined
      isFirst = false
      return error
    }
    const { BX24, portal } = openPutOffApp(route === 'message' ? (PAGES[0] ?? []) : [], putOff)
    await BX24.init()
    const giveUp = new AbortController()
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    const given = BX24.callBind('OnCrmDealAdd', HANDLER_URL, { signal: giveUp.signal })
    await vi.advanceTimersByTimeAsync(10)
    giveUp.abort('enough')
    await expect(given).rejects.toBe('enough')
    const all = watchOutcome(Promise.all([bound, BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)]))
    await passTimeUntilEnd(all, 5000)
    expect(all.result).toEqual([true, { count: 1 }])
    expect(portal.handlers()).toEqual([])
  },
)

it.each(['message', 'rest'] as const)(
  'a change that is made as one ends goes behind those that wait already: by %s',
  async (route) => {
    const { createClient, portal } = openRestApp()
    const BX24 = createClient({ route })
    await BX24.init()
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    const unbound = BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
    const boundAgain = bound.then(() => BX24.callBind('OnCrmDealAdd', HANDLER_URL))
    const all = watchOutcome(Promise.all([bound, unbound, boundAgain]))
    await passTimeUntilEnd(all, 5000)
    expect(all.result).toEqual([true, { count: 1 }, true])
    expect(portal.handlers()).toHaveLength(1)
  },
)
