import type { EventHandler } from 'bx24-events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { INSTALLERS, type Meddle, openSyncApp, row, sortRows } from '../../support/sync-app.js'
import { BORIS } from '../../support/test-portal.js'

const OLD_URL = 'https://old.example.com/handler/'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const BROKEN = { status: 500, answer: { error: 'INTERNAL_SERVER_ERROR' } }
const STARTED = {
  status: 400,
  answer: {
    error: 'ERROR_CORE',
    error_description: 'Unable to set event handler: Process of binding the handler has already started',
  },
}

describe.each(INSTALLERS)(
  'a handler that another installer is just binding, by $way, rules $rules, of user $userId,',
  (given) => {
    const { way, rules, userId } = given
    const wanted = row('OnTaskAdd')
    const other = row('OnTaskDelete')
    const unwanted = row('OnTaskUpdate', OLD_URL)
    const authType = userId === BORIS ? BORIS : 0
    const there = (rows: readonly EventHandler[]) => sortRows(rows.map((one) => ({ ...one, authType })))

    /** A portal that refuses so to bind the handler until it is told to do it. */
    async function openBusy(meddle: Meddle = (_call, carryOut) => carryOut()) {
      const tries: number[] = []
      const state = { isBusy: true }
      const started = Date.now()
      const app = openSyncApp({
        ...{ way, userId, portal: { rules } },
        meddle(call, carryOut) {
          const { method, params } = call
          if (method !== 'event.bind' || params.event !== wanted.event) return meddle(call, carryOut)
          tries.push(Date.now() - started)
          return state.isBusy ? STARTED : carryOut()
        },
      })
      await app.bind(unwanted.event, { url: OLD_URL, authType })
      return { ...app, tries, state }
    }

    it('is waited for, and kept where it appears', async () => {
      const { BX24, bind, rows, tries } = await openBusy()
      const outcome = watchOutcome(BX24.syncHandlers([wanted, other]))
      await passTimeUntilEnd(outcome, 1200)
      expect(outcome).toEqual({})
      expect(rows()).toEqual(there([other, unwanted]))
      await bind(wanted.event, { authType })
      await passTimeUntilEnd(outcome, 1000)
      expect(outcome).toEqual({ result: { bound: [other], unbound: [unwanted], kept: [wanted] } })
      expect(rows()).toEqual(there([wanted, other]))
      expect(tries).toEqual([0, 500, 1000, 1500])
    })

    it('is bound where the other installer gives up', async () => {
      const { BX24, rows, state, tries } = await openBusy()
      const outcome = watchOutcome(BX24.syncHandlers([wanted, other]))
      await passTimeUntilEnd(outcome, 4700)
      expect(outcome).toEqual({})
      state.isBusy = false
      await passTimeUntilEnd(outcome, 1000)
      expect(outcome.result).toMatchObject({ unbound: [unwanted], kept: [] })
      expect(rows()).toEqual(there([wanted, other]))
      expect(tries).toHaveLength(11)
    })

    it('fails where that never ends, and nothing goes', async () => {
      const { BX24, rows, tries } = await openBusy()
      const outcome = watchOutcome(BX24.syncHandlers([wanted, other]))
      expect(await passTimeUntilEnd(outcome, 20_000)).toBe(5000)
      expect(outcome.error).toMatchObject({
        ...{ code: 'SYNC_FAILED', bound: [other], unbound: [], kept: [] },
        failed: [{ ...wanted, cause: { code: 'ERROR_CORE', description: STARTED.answer.error_description } }],
      })
      expect(rows()).toEqual(there([other, unwanted]))
      expect(tries).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000])
    })

    it('is tried again also while the handlers can not be read', async () => {
      let isRead = false
      const { BX24, rows, state, tries } = await openBusy(({ method }, carryOut) => {
        if (method !== 'event.get') return carryOut()
        const reply = isRead ? BROKEN : carryOut()
        isRead = true
        return reply
      })
      const outcome = watchOutcome(BX24.syncHandlers([wanted, other]))
      await passTimeUntilEnd(outcome, 700)
      state.isBusy = false
      await passTimeUntilEnd(outcome, 1000)
      expect(outcome.result).toMatchObject({ unbound: [unwanted], kept: [] })
      expect(rows()).toEqual(there([wanted, other]))
      expect(tries).toEqual([0, 500, 1000])
    })

    it('does not cost an old handler its place', async () => {
      const { BX24, bind, rows } = await openBusy()
      await bind(wanted.event, { url: OLD_URL, authType })
      const old = row('OnTaskAdd', OLD_URL)
      const outcome = watchOutcome(BX24.syncHandlers([wanted]))
      await passTimeUntilEnd(outcome, 20_000)
      expect(outcome.error).toMatchObject({ failed: [{ ...wanted, cause: { code: 'ERROR_CORE' } }] })
      expect(rows()).toEqual(there([old, unwanted]))
    })

    it('is not waited for by one who has given up', async () => {
      const { BX24, rows, tries } = await openBusy()
      const aborter = new AbortController()
      const outcome = watchOutcome(BX24.syncHandlers([wanted, other], { signal: aborter.signal }))
      await passTimeUntilEnd(outcome, 700)
      aborter.abort('enough')
      expect(await passTimeUntilEnd(outcome, 1000)).toBe(0)
      expect(outcome).toEqual({ error: 'enough' })
      await vi.advanceTimersByTimeAsync(5000)
      expect(tries).toEqual([0, 500])
      expect(rows()).toEqual(there([other, unwanted]))
    })

    it('is not waited for by a client that is closed', async () => {
      const { BX24, rows, tries } = await openBusy()
      const outcome = watchOutcome(BX24.syncHandlers([wanted, other]))
      await passTimeUntilEnd(outcome, 700)
      BX24.close()
      expect(await passTimeUntilEnd(outcome, 1000)).toBe(0)
      expect(outcome.error).toMatchObject({ code: 'CLOSED' })
      await vi.advanceTimersByTimeAsync(5000)
      expect(tries).toEqual([0, 500])
      expect(rows()).toEqual(there([other, unwanted]))
    })
  },
)
