import type { BX24Client } from 'bx24-events'
import { NO_FAULTS } from 'bx24-events/portal'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { openRestApp, openScriptedApp } from '../../support/rest-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Makes as many calls, each of a turn of its own. */
async function callOneByOne(BX24: BX24Client, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    void BX24.callMethod('profile', {}, { timeout: 100_000 })
    await nextTask()
  }
  await nextTask()
}

describe('the limit of a portal', () => {
  it('is kept: 50 requests at once, then two a second', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    await callOneByOne(BX24, 60)
    const sentAfter = [requests.length]
    for (let second = 1; second <= 6; second++) {
      await passTimeUntilEnd({}, 1000)
      sentAfter.push(requests.length)
    }
    expect(sentAfter).toEqual([50, 52, 54, 56, 58, 60, 60])
  })

  it('leaves room again while nothing is called', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    await callOneByOne(BX24, 50)
    await passTimeUntilEnd({}, 5000)
    await callOneByOne(BX24, 12)
    expect(requests).toHaveLength(60)
  })

  it.each(['message', 'rest'] as const)(
    'that others have used up makes calls wait, and each is carried out once, in their order: by %s',
    async (route) => {
      const { createClient, portal } = openRestApp()
      const BX24 = createClient({ route })
      await BX24.init()
      portal.setFaults({ queryLimit: 3 })
      const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
      await nextTask()
      const unbound = BX24.callUnbind('onCrmDealAdd', HANDLER_URL)
      const all = watchOutcome(Promise.all([bound, unbound]))
      expect(await passTimeUntilEnd(all, 30_000)).toBeGreaterThanOrEqual(1500)
      expect(all.result).toEqual([true, { count: 1 }])
      expect(portal.faults).toEqual(NO_FAULTS)
      expect(portal.handlers()).toEqual([])
    },
  )

  it('that is reached by message makes a call wait that needs no token', async () => {
    const { page, BX24 } = openScriptedApp({ initData: { AUTH_EXPIRES: 0 } })
    const call = watchOutcome(BX24.callMethod('profile'))
    page.reply(await page.requests.next(), { status: 503, answer: { error: 'QUERY_LIMIT_EXCEEDED' } })
    await vi.advanceTimersByTimeAsync(1000)
    const again = await page.requests.next()
    expect(again.command).toBe('callMethod')
    page.reply(again, { status: 200, answer: { result: 'Anna' } })
    await nextTask()
    expect(call).toEqual({ result: 'Anna' })
  })

  it.each(['message', 'rest'] as const)(
    'that stays reached ends a call by its time limit, and the next goes through once it is not: by %s',
    async (route) => {
      const { createClient, portal, requests, wire } = openRestApp()
      const BX24 = createClient({ route })
      await BX24.init()
      portal.setFaults({ queryLimit: 'all' })
      const outcome = watchOutcome(BX24.callMethod('profile', {}, { timeout: 5000 }))
      expect(await passTimeUntilEnd(outcome, 10_000)).toBe(5000)
      expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
      const asked = wire.filter(
        ({ command, direction }) => `${command} ${direction}` === 'callMethod to portal',
      )
      // Twice a second.
      expect(requests.length + asked.length).toBeGreaterThan(5)
      expect(requests.length + asked.length).toBeLessThan(13)
      portal.setFaults(NO_FAULTS)
      const next = watchOutcome(BX24.callMethod('profile'))
      await passTimeUntilEnd(next, 5000)
      expect(next.result).toMatchObject({ NAME: 'Anna' })
    },
  )
})
