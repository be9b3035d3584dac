import type { BX24Client } from 'bx24-events'
import { array, assert, asyncProperty, boolean, constantFrom, record } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { openPutOffApp, putOffReply } from '../../support/rest-app.js'
import { openSyncApp } from '../../support/sync-app.js'
import { APP_ORIGIN, HANDLER_URL } from '../../support/test-portal.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

interface Step {
  does: 'callBind' | 'callUnbind' | 'callMethod event.bind' | 'callMethod event.unbind'
  event: string
  name: string
}

/** Does it, and resolves to its result, or the code of its error. */
function take(BX24: BX24Client, { does, event, name }: Step): Promise<unknown> {
  const handler = `${APP_ORIGIN}/${name}`
  const method = does.split(' ')[1]
  const done =
    does === 'callBind' || does === 'callUnbind'
      ? BX24[does](event, handler)
      : BX24.callMethod(String(method), { event, handler })
  return done.catch(({ code }) => code)
}

/** What becomes of the steps where each waits for the one before. */
function takeOneByOne(steps: readonly Step[]) {
  const rows = new Set<string>()
  const results = steps.map(({ does, event, name }) => {
    const key = `${event.toUpperCase()} ${APP_ORIGIN}/${name}`
    const isThere = rows.has(key)
    if (/unbind/i.test(does)) return { count: Number(rows.delete(key)) }
    rows.add(key)
    return isThere ? 'ERROR_CORE' : true
  })
  return { results, rows: [...rows].sort() }
}

const steps = array(
  record({
    does: constantFrom<Step['does'][]>(
      ...['callBind' as const, 'callUnbind' as const],
      ...['callMethod event.bind' as const, 'callMethod event.unbind' as const],
    ),
    event: constantFrom('OnCrmDealAdd', 'ONCRMDEALADD', 'OnCrmDealUpdate'),
    name: constantFrom('a', 'b'),
    /** Whether the next step is of another turn. */
    pause: boolean(),
  }),
  { maxLength: 12 },
)
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
          const ends: Promise<unknown>[] = []
          for (const step of taken) {
            ends.push(take(BX24, step))
            if (step.pause) await nextTask()
          }
          const all = watchOutcome(Promise.all(ends))
          await passTimeUntilEnd(all, 29_000)
          const { results, rows } = takeOneByOne(taken)
          expect(all.result).toEqual(results)
          expect(
            portal
              .handlers()
              .map(({ event, url }) => `${event} ${url}`)
              .sort(),
          ).toEqual(rows)
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
            ...{ does, event: 'OnCrmDealAdd', name: 'a' },
          }),
        )
        // One call leaves no room for the others.
        await BX24.callMethod('profile')
        const ends: Promise<unknown>[] = []
        for (const step of taken) {
          ends.push(take(BX24, step))
          for (let task = 0; task < tasks; task++) await nextTask()
        }
        const all = watchOutcome(Promise.all(ends))
        expect(await passTimeUntilEnd(all, 20_000)).toBeGreaterThanOrEqual(500)
        expect(all.result).toEqual(takeOneByOne(taken).results)
        expect(portal.handlers().map(({ url }) => url)).toEqual([`${APP_ORIGIN}/a`])
        expect(sent).toBeGreaterThan(2)
      },
    )
  },
)

// Fails: what is put off goes again behind what was carried out of the same batch after it.
it.fails.each(['QUERY_LIMIT_EXCEEDED', 'expired_token'])(
  'a call that is put off within a batch is not overtaken by the others in it: %s',
  async (error) => {
    let isFirst = true
    const app = openSyncApp({
      way: 'rest',
      portal: { rules: 'current' },
      meddle(_call, carryOut) {
        if (!isFirst) return carryOut()
        isFirst = false
        return putOffReply(error)
      },
    })
    const { callBind, callUnbind } = app.BX24
    const all = watchOutcome(
      Promise.all([callBind('OnCrmDealAdd', HANDLER_URL), callUnbind('OnCrmDealAdd', HANDLER_URL)]),
    )
    await passTimeUntilEnd(all, 5000)
    expect(all.result).toEqual([true, { count: 1 }])
    expect(app.portal.handlers()).toEqual([])
  },
)

describe('by message, a bind that is put off is not overtaken by an unbind', () => {
  const handler = HANDLER_URL
  const event = 'OnCrmDealAdd'
  const expectInOrder = async (_name: string, bind: (BX24: BX24Client) => Promise<unknown>) => {
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
  }

  it.each<[string, (BX24: BX24Client) => Promise<unknown>]>([
    ['callBind', (BX24) => BX24.callBind(event, handler)],
    ['callBind, the event in upper case', (BX24) => BX24.callBind(event.toUpperCase(), handler)],
    ['callMethod', (BX24) => BX24.callMethod('event.bind', { event, handler })],
  ])('by %s', expectInOrder)
  // Fails: the order is kept for names as the client itself writes them; to a portal they have no case.
  it.fails.each<[string, (BX24: BX24Client) => Promise<unknown>]>([
    [
      'callMethod, its parameters in upper case',
      (BX24) => BX24.callMethod('event.bind', { EVENT: event, HANDLER: handler }),
    ],
    ['callMethod, its name in upper case', (BX24) => BX24.callMethod('EVENT.BIND', { event, handler })],
  ])('by %s', expectInOrder)
})
