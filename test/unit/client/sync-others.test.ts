import { SyncError } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { openSyncApp, row, sortResult, sortRows, WAYS } from '../../support/sync-app.js'
import { BORIS, CLARA, HANDLER_URL } from '../../support/test-portal.js'

const OLD_URL = 'https://old.example.com/handler/'
/** Handlers of the app that are not Boris's. */
const OTHERS = [row('OnTaskAdd'), row('OnTaskAdd', HANDLER_URL, CLARA)]

describe.each(WAYS)('a user who is no administrator, by %s,', (way) => {
  const own = (event: string, handler = HANDLER_URL) => row(event, handler, BORIS)

  async function openAs(userId: number, rules: 'documented' | 'current', given = OTHERS) {
    const app = openSyncApp({ way, userId, portal: { rules } })
    for (const { event, handler, authType } of given) await app.bind(event, { url: handler, authType })
    return app
  }

  describe('where the rules let him bind for himself,', () => {
    it.each([
      ['does not name himself', undefined],
      ['names himself', BORIS],
      ['names himself in text', `${BORIS}`],
    ])('has just the list for himself where it %s, and what is of others stays', async (_name, authType) => {
      const old = own('OnTaskDelete', OLD_URL)
      const { BX24, rows, calls, takeMethods } = await openAs(BORIS, 'current', [
        ...OTHERS,
        ...[own('OnTaskUpdate'), old],
      ])
      const list = ['onTaskAdd', 'onTaskUpdate'].map((event) => ({ event, handler: HANDLER_URL, authType }))
      expect(await BX24.syncHandlers(list)).toEqual({
        ...{ bound: [row('OnTaskAdd')], unbound: [row('OnTaskDelete', OLD_URL)] },
        kept: [row('OnTaskUpdate')],
      })
      expect(rows()).toEqual(sortRows([...OTHERS, own('OnTaskAdd'), own('OnTaskUpdate')]))
      expect(takeMethods()).toEqual(['event.get', 'event.bind', 'event.unbind'])
      for (const { params } of calls) expect(params).not.toHaveProperty('auth_type')
      expect(sortResult(await BX24.syncHandlers(list))).toEqual({
        ...{ bound: [], unbound: [] },
        kept: [row('OnTaskAdd'), row('OnTaskUpdate')],
      })
      expect(takeMethods()).toEqual(['event.get'])
    })

    it('may name himself where he has no handlers yet', async () => {
      const { BX24, rows, takeMethods } = await openAs(BORIS, 'current')
      const list = [own('OnTaskAdd'), row('OnTaskAdd'), row('OnTaskUpdate')]
      const both = [row('OnTaskAdd'), row('OnTaskUpdate')]
      expect(sortResult(await BX24.syncHandlers(list))).toEqual({ bound: both, unbound: [], kept: [] })
      expect(rows()).toEqual(sortRows([...OTHERS, own('OnTaskAdd'), own('OnTaskUpdate')]))
      takeMethods()
      expect(sortResult(await BX24.syncHandlers(list))).toEqual({ bound: [], unbound: [], kept: both })
      expect(takeMethods()).toEqual(['event.get'])
    })

    it('removes his own only, with an empty list', async () => {
      const { BX24, rows, takeMethods } = await openAs(BORIS, 'current', [...OTHERS, own('OnTaskAdd')])
      expect(await BX24.syncHandlers([])).toEqual({ bound: [], unbound: [row('OnTaskAdd')], kept: [] })
      expect(rows()).toEqual(OTHERS)
      takeMethods()
      expect(await BX24.syncHandlers([])).toEqual({ bound: [], unbound: [], kept: [] })
      expect(takeMethods()).toEqual(['event.get'])
    })

    it.each([
      ['has handlers', [...OTHERS, own('OnTaskUpdate')]],
      ['has none', OTHERS],
    ])('may name nobody else, where he %s: nothing is changed', async (_name, given) => {
      const { BX24, rows, takeMethods } = await openAs(BORIS, 'current', given)
      const before = rows()
      const foreign = [row('OnTaskDelete', HANDLER_URL, CLARA), row('OnTaskAdd', HANDLER_URL, 99)]
      const list = [row('OnCrmDealAdd'), ...foreign, own('OnTaskDelete')]
      for (const dryRun of [false, true]) {
        const error: unknown = await BX24.syncHandlers(list, { dryRun }).catch((reason: unknown) => reason)
        if (!(error instanceof SyncError)) throw error
        expect(error).toMatchObject({ bound: [], unbound: [] })
        const told = error.failed.map(({ cause, ...failed }) => ({ ...failed, code: cause.code }))
        expect(told).toEqual(foreign.map((one) => ({ ...one, code: 'ACCESS_DENIED' })))
      }
      expect(rows()).toEqual(before)
      for (const method of takeMethods()) expect(['event.get', 'profile']).toContain(method)
    })
  })

  describe('where only administrators bind,', () => {
    const ALREADY = own('OnTaskUpdate')

    it('is denied each handler that is missing, and nothing goes', async () => {
      const { BX24, rows, takeMethods } = await openAs(BORIS, 'documented', [...OTHERS, ALREADY])
      const before = rows()
      const list = [row('OnTaskDelete'), own('OnCrmDealAdd')]
      const failed = list.map(({ event, handler }) => ({
        ...row(event, handler),
        cause: { code: 'ACCESS_DENIED', status: 403 },
      }))
      await expect(BX24.syncHandlers(list)).rejects.toMatchObject({
        code: 'SYNC_FAILED',
        bound: [],
        unbound: [],
        failed,
      })
      expect(rows()).toEqual(before)
      expect(takeMethods()).toEqual(['event.get', 'event.bind', 'event.bind'])
    })

    it('is denied the removal of what is not in the list', async () => {
      const { BX24, rows } = await openAs(BORIS, 'documented', [...OTHERS, ALREADY])
      const before = rows()
      await expect(BX24.syncHandlers([])).rejects.toMatchObject({
        ...{ code: 'SYNC_FAILED', bound: [], unbound: [], kept: [] },
        failed: [{ ...row('OnTaskUpdate'), cause: { code: 'ACCESS_DENIED', method: 'event.unbind' } }],
      })
      expect(rows()).toEqual(before)
    })

    it('is denied nothing where nothing is to be done', async () => {
      const { BX24, rows, takeMethods } = await openAs(BORIS, 'documented', [...OTHERS, ALREADY])
      const before = rows()
      const result = { bound: [], unbound: [], kept: [row('OnTaskUpdate')] }
      expect(await BX24.syncHandlers([row('OnTaskUpdate')])).toEqual(result)
      expect(await BX24.syncHandlers([ALREADY])).toEqual(result)
      expect(await BX24.syncHandlers([], { prune: false })).toEqual(result)
      expect(takeMethods()).toEqual(['event.get', 'event.get', 'event.get'])
      expect(rows()).toEqual(before)
    })
  })

  it.each(['documented', 'current'] as const)(
    'differs from an administrator, who names whom he likes, himself too, and sees to the handlers of all: rules %j',
    async (rules) => {
      const { BX24, rows, takeMethods } = await openAs(CLARA, rules, [...OTHERS, own('OnTaskDelete')])
      const list = sortRows([own('OnTaskAdd'), row('OnTaskAdd', HANDLER_URL, CLARA), row('OnTaskUpdate')])
      expect(sortResult(await BX24.syncHandlers(list))).toEqual({
        bound: [own('OnTaskAdd'), row('OnTaskUpdate')],
        unbound: [row('OnTaskAdd'), own('OnTaskDelete')],
        kept: [row('OnTaskAdd', HANDLER_URL, CLARA)],
      })
      expect(rows()).toEqual(list)
      takeMethods()
      expect(sortResult(await BX24.syncHandlers(list))).toEqual({ bound: [], unbound: [], kept: list })
      expect(takeMethods()).toEqual(['event.get'])
    },
  )
})
