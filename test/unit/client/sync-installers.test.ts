import type { EventHandler } from 'bx24-events'
import type { RuleSet } from 'bx24-events/portal'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { INSTALLERS, type Meddle, openSyncApp, row, sortRows } from '../../support/sync-app.js'
import { BORIS, CLARA, HANDLER_URL } from '../../support/test-portal.js'

const OLD_URL = 'https://old.example.com/handler/'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

interface Start {
  readonly list: readonly EventHandler[]
  readonly old: readonly EventHandler[]
}

describe.each(INSTALLERS)('two installers at once, by $way, rules $rules, of user $userId,', (given) => {
  const { way, rules, userId } = given
  const own = userId === BORIS ? BORIS : 0
  const there = (rows: readonly EventHandler[]) =>
    sortRows(rows.map((one) => ({ ...one, authType: own || one.authType })))

  async function openOld(old: readonly EventHandler[], meddle?: Meddle) {
    const app = openSyncApp({ way, userId, meddle, portal: { rules } })
    for (const { event, handler, authType } of there(old)) await app.bind(event, { url: handler, authType })
    return app
  }

  it.each([
    ['at the first installation', []],
    ['where there were others', [row('OnTaskAdd', OLD_URL), row('OnTaskDelete')]],
  ])('both have just the list, started at the same moment %s', async (_name, old) => {
    const list = [row('OnCrmDealAdd'), row('OnTaskAdd'), row('OnTaskUpdate')]
    const { BX24, createClient, rows } = await openOld(old)
    const outcomes = [BX24, createClient()].map((client) => watchOutcome(client.syncHandlers(list)))
    for (const outcome of outcomes) {
      await passTimeUntilEnd(outcome, 30_000)
      expect(outcome).not.toHaveProperty('error')
    }
    expect(rows()).toEqual(there(list))
  })

  it('both have just the list, however what they do is mixed', async () => {
    const mixed = fc.asyncProperty(anyStart(rules, own), fc.scheduler(), async ({ list, old }, scheduler) => {
      const turn = () => scheduler.schedule(Promise.resolve())
      const { BX24, createClient, rows } = await openOld(old, async (_call, carryOut) => {
        await turn()
        const reply = await carryOut()
        await turn()
        return reply
      })
      const outcomes = [BX24, createClient()].map((client) => watchOutcome(client.syncHandlers(list)))
      const isUnderWay = () => outcomes.some((outcome) => !('result' in outcome || 'error' in outcome))
      while (isUnderWay()) {
        if (scheduler.count()) await scheduler.waitOne()
        else await vi.advanceTimersByTimeAsync(50)
        await nextTask()
      }
      for (const { error } of outcomes) if (error) throw error
      expect(rows()).toEqual(there(list))
    })
    await fc.assert(mixed, { numRuns: 100 })
  })
})

/** Lists that the rules allow, and handlers that may have been there before. */
function anyStart(rules: RuleSet, own: number): fc.Arbitrary<Start> {
  const one = fc
    .tuple(
      fc.constantFrom('OnTaskAdd', 'OnTaskUpdate'),
      fc.constantFrom(HANDLER_URL, OLD_URL),
      own ? fc.constant(0) : fc.constantFrom(0, CLARA),
    )
    .map(([event, handler, authType]) => row(event, handler, authType))
  const isSame = rules === 'documented' ? ['event', 'authType'] : ['event', 'authType', 'handler']
  const placeOf = (handler: EventHandler) => JSON.stringify(handler, isSame)
  const handlers = fc.uniqueArray(one, { maxLength: 4, selector: placeOf })
  return fc.record({ list: handlers, old: handlers })
}
