import { type EventHandler, SyncError } from 'bx24-events'
import type { RuleSet } from 'bx24-events/portal'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSyncApp, type SyncApp, sortResult, sortRows, WAYS, type Way } from '../../support/sync-app.js'
import { anySituation, has, type Judgement, judge, type Situation } from '../../support/sync-model.js'
import { BORIS } from '../../support/test-portal.js'

/** How many situations are gone through by each way: `SITUATIONS=10000 npx vitest run --project unit sync-model`. */
const SITUATIONS = Number(process.env.SITUATIONS ?? 300)

async function openSituation(way: Way, { rules, userId, start }: Situation): Promise<SyncApp> {
  const app = openSyncApp({ way, userId, portal: { rules } })
  for (const { event, handler, authType } of start) await app.bind(event, { url: handler, authType })
  return app
}

/** As they are told to this user: to one who is no administrator, his own as nobody's. */
function told(rows: readonly EventHandler[], { userId }: Situation): EventHandler[] {
  return sortRows(
    rows.map((one) => (userId === BORIS && one.authType === BORIS ? { ...one, authType: 0 } : one)),
  )
}

const without = (rows: readonly EventHandler[], others: readonly EventHandler[]) =>
  rows.filter((one) => !has(others, one))

async function expectResult(
  { BX24, rows, takeMethods }: SyncApp,
  situation: Situation,
  { seen }: Judgement,
  result: readonly EventHandler[],
): Promise<void> {
  const { start, list, prune } = situation
  expect(sortResult(await BX24.syncHandlers(list, { prune }))).toEqual({
    bound: told(without(result, seen), situation),
    unbound: told(without(seen, result), situation),
    kept: told(without(seen, without(seen, result)), situation),
  })
  expect(rows()).toEqual(sortRows([...without(start, seen), ...result]))
  takeMethods()
  expect(sortResult(await BX24.syncHandlers(list, { prune }))).toEqual({
    ...{ bound: [], unbound: [] },
    kept: told(result, situation),
  })
  expect(takeMethods()).toEqual(['event.get'])
}

async function expectFailure(
  { BX24, rows }: SyncApp,
  situation: Situation,
  { impossible, crowded }: Judgement,
): Promise<void> {
  const { start, list, prune } = situation
  const error: unknown = await BX24.syncHandlers(list, { prune }).catch((reason: unknown) => reason)
  if (!(error instanceof SyncError)) throw new Error('It did not fail as it ought to', { cause: error })
  const failed = error.failed.map(({ cause: _, ...handler }) => handler)
  expect(failed).not.toEqual([])
  expect(failed).toEqual(expect.arrayContaining(told(impossible, situation)))
  expect(told([...impossible, ...crowded], situation)).toEqual(expect.arrayContaining(failed))
  const after = rows()
  expect(after).toEqual(expect.arrayContaining([...start]))
  // Of those that crowd one another out, it names those that did not get the place.
  const boundCrowded = crowded.filter((one) => has(after, one))
  expect(failed).toHaveLength(impossible.length + without(without(crowded, impossible), boundCrowded).length)
  expect(told(without(after, start), situation)).toEqual(sortRows(error.bound))
}

describe.each(WAYS)('by %s,', (way) => {
  it.each<RuleSet>(['documented', 'current'])(
    'by the rules "%s", whatever was there, there is just the list, or nothing is lost and what can not be is named',
    async (rules) => {
      const seen = { allowed: 0, refused: 0 }
      const property = fc.asyncProperty(anySituation(rules), async (situation) => {
        const app = await openSituation(way, situation)
        const judgement = judge(situation)
        seen[judgement.result ? 'allowed' : 'refused']++
        if (judgement.result) await expectResult(app, situation, judgement, judgement.result)
        else await expectFailure(app, situation, judgement)
      })
      await fc.assert(property, { numRuns: SITUATIONS })
      // Both kinds come up, or the test says less than it seems to.
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(SITUATIONS / 20)
    },
    1_200_000,
  )
})
