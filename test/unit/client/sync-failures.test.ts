import { BX24Error, SyncError } from 'bx24-events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { type Meddle, openSyncApp, row, sortRows, WAYS } from '../../support/sync-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const OLD_URL = 'https://old.example.com/handler/'
const BROKEN = { status: 500, answer: { error: 'INTERNAL_SERVER_ERROR', error_description: 'Broken' } }

const CASES = WAYS.flatMap((way) => (['documented', 'current'] as const).map((rules) => ({ way, rules })))

const WRONG = [
  { ...row('OnNothing'), code: 'ERROR_EVENT_NOT_FOUND' },
  { ...row(''), code: 'ERROR_ARGUMENT' },
  { ...row('OnTaskDelete', ''), code: 'ERROR_ARGUMENT' },
  { ...row('OnTaskDelete', 'http://localhost/'), code: 'ERROR_WRONG_HANDLER_URL' },
  { ...row('OnTaskDelete', 'ftp://app.example.com/'), code: 'ERROR_UNSUPPORTED_PROTOCOL' },
  { ...row('OnTaskDelete', HANDLER_URL, 99), code: 'ERROR_ARGUMENT' },
]

/** What `syncHandlers` rejected with. */
async function failureOf(synced: Promise<unknown>): Promise<SyncError> {
  const error: unknown = await synced.then(
    (result) => new Error(`It did not fail: ${JSON.stringify(result)}`),
    (reason: unknown) => reason,
  )
  if (error instanceof SyncError) return error
  throw error
}

describe.each(CASES)('by $way, rules $rules,', ({ way, rules }) => {
  const kept = row('OnTaskAdd')
  const unwanted = row('OnTaskUpdate', OLD_URL)
  const good = row('OnCrmDealAdd')

  async function openInstalled(meddle?: Meddle) {
    const app = openSyncApp({ way, meddle, portal: { rules } })
    for (const { event, handler } of [kept, unwanted]) await app.bind(event, { url: handler })
    return app
  }

  it.each(WRONG)(
    'a handler that the portal does not take is told, and nothing goes: $code, $event $handler',
    async (wrong) => {
      const { code, ...bad } = wrong
      const { BX24, rows, takeMethods } = await openInstalled()
      const error = await failureOf(BX24.syncHandlers([bad, kept, good]))
      expect(error).toMatchObject({
        bound: [good],
        unbound: [],
        kept: [kept],
        failed: [{ ...bad, cause: { code } }],
      })
      expect(error.failed[0]?.cause).toBeInstanceOf(BX24Error)
      expect(error.failed[0]?.cause).toMatchObject({ method: 'event.bind', status: 400 })
      expect(rows()).toEqual([good, kept, unwanted])
      expect(takeMethods()).not.toContain('event.unbind')
      await BX24.syncHandlers([kept, good])
      expect(rows()).toEqual([good, kept])
    },
  )

  it('each that failed is told, with why', async () => {
    const { BX24, rows } = await openInstalled()
    const list = WRONG.map(({ event, handler, authType }) => ({ event, handler, authType }))
    const error = await failureOf(BX24.syncHandlers([good, ...list]))
    const told = error.failed.map(({ cause, ...failed }) => ({ ...failed, code: cause.code }))
    expect(told).toHaveLength(WRONG.length)
    expect(told).toEqual(expect.arrayContaining(WRONG))
    for (const { event, handler, code } of WRONG) {
      expect(error.message).toContain(`${event} ${handler}: ${code}`)
    }
    expect(rows()).toEqual([good, kept, unwanted])
  })

  it('what can not be unbound is told, and the others go', async () => {
    const other = row('OnCrmDealDelete', OLD_URL)
    const { BX24, bind, rows } = await openInstalled(({ method, params }, carryOut) =>
      method === 'event.unbind' && params.event === unwanted.event ? BROKEN : carryOut(),
    )
    await bind(other.event, { url: OLD_URL })
    const error = await failureOf(BX24.syncHandlers([kept, good]))
    expect(error).toMatchObject({
      ...{ bound: [good], unbound: [other], kept: [kept] },
      failed: [{ ...unwanted, cause: { code: 'INTERNAL_SERVER_ERROR', method: 'event.unbind' } }],
    })
    expect(rows()).toEqual([good, kept, unwanted])
  })

  it('where the handlers can not be read, it fails with why, and nothing is changed', async () => {
    const { BX24, rows, takeMethods } = await openInstalled(() => BROKEN)
    const failed = expect(BX24.syncHandlers([good])).rejects
    await failed.toMatchObject({ code: 'INTERNAL_SERVER_ERROR', method: 'event.get', status: 500 })
    expect(rows()).toEqual([kept, unwanted])
    expect(takeMethods()).toEqual(['event.get'])
  })

  describe('where answers are lost,', () => {
    afterEach(() => {
      vi.useRealTimers()
    })

    /** Over HTTP a lost answer is known at once, while a page is silent. */
    const code = way === 'rest' ? 'NETWORK' : 'TIMEOUT'
    const lose = () => {
      throw new TypeError('Failed to fetch')
    }

    async function failInTime(synced: Promise<unknown>, limit: number): Promise<SyncError> {
      const outcome = watchOutcome(synced)
      expect(await passTimeUntilEnd(outcome, 2 * limit)).toBe(way === 'rest' ? 0 : limit)
      return failureOf(synced)
    }

    it.each([undefined, 100])(
      'what was not bound is told after the time limit %s, and nothing goes',
      async (timeout) => {
        vi.useFakeTimers()
        const { BX24, rows, takeMethods } = await openInstalled(({ method }, carryOut) =>
          method === 'event.bind' ? lose() : carryOut(),
        )
        const error = await failInTime(BX24.syncHandlers([kept, good], { timeout }), timeout ?? 30_000)
        expect(error).toMatchObject({
          bound: [],
          unbound: [],
          kept: [kept],
          failed: [{ ...good, cause: { code } }],
        })
        expect(rows()).toEqual([kept, unwanted])
        expect(takeMethods()).toEqual(['event.get', 'event.bind'])
      },
    )

    it('what was bound all the same is there at the next run', async () => {
      vi.useFakeTimers()
      let isLost = true
      const { BX24, rows } = await openInstalled(async ({ method }, carryOut) => {
        const reply = await carryOut()
        return method === 'event.bind' && isLost ? lose() : reply
      })
      const error = await failInTime(BX24.syncHandlers([kept, good], { timeout: 100 }), 100)
      expect(error.failed).toMatchObject([{ ...good, cause: { code } }])
      isLost = false
      expect(await BX24.syncHandlers([kept, good])).toEqual({
        ...{ bound: [], unbound: [unwanted] },
        kept: expect.arrayContaining([kept, good]),
      })
      expect(rows()).toEqual([good, kept])
    })

    it('what was not unbound is told, and what was bound stays', async () => {
      vi.useFakeTimers()
      const { BX24, rows } = await openInstalled(({ method }, carryOut) =>
        method === 'event.unbind' ? lose() : carryOut(),
      )
      const error = await failInTime(BX24.syncHandlers([kept, good], { timeout: 100 }), 100)
      expect(error).toMatchObject({ bound: [good], unbound: [], kept: [kept] })
      expect(error.failed).toMatchObject([{ ...unwanted, cause: { code, method: 'event.unbind' } }])
      expect(rows()).toEqual(sortRows([kept, unwanted, good]))
    })

    it('the place of an old handler is not left empty', async () => {
      vi.useFakeTimers()
      const { BX24, rows } = await openInstalled(async ({ method }, carryOut) => {
        const reply = await carryOut()
        return method === 'event.unbind' ? lose() : reply
      })
      const swapped = row(unwanted.event)
      await failInTime(BX24.syncHandlers([kept, swapped], { timeout: 100 }), 100)
      expect(rows()).toContainEqual(kept)
      expect(rows().map(({ event }) => event)).toContain(unwanted.event)
    })
  })
})

describe('the error', () => {
  async function fail(): Promise<SyncError> {
    const { BX24, bind } = openSyncApp({ way: 'message' })
    await bind('OnTaskAdd')
    return failureOf(BX24.syncHandlers([row('OnTaskAdd'), row('OnCrmDealAdd'), row('OnNothing')]))
  }

  it('is an error of this library, and names itself', async () => {
    const error = await fail()
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(BX24Error)
    expect(error).toBeInstanceOf(SyncError)
    expect(error).toMatchObject({ code: 'SYNC_FAILED', method: 'syncHandlers', status: 0 })
  })

  it('has a text that a person can read', async () => {
    const { message } = await fail()
    const why = `ONNOTHING ${HANDLER_URL}: ERROR_EVENT_NOT_FOUND: Event not found`
    expect(message).toBe(`SYNC_FAILED: ${why}`)
  })

  it('is written to JSON with all that was done, and why a part was not', async () => {
    expect(JSON.parse(JSON.stringify(await fail()))).toMatchObject({
      ...{ code: 'SYNC_FAILED', method: 'syncHandlers' },
      ...{ bound: [row('OnCrmDealAdd')], unbound: [], kept: [row('OnTaskAdd')] },
      failed: [
        {
          ...row('OnNothing'),
          cause: {
            ...{ code: 'ERROR_EVENT_NOT_FOUND', description: 'Event not found' },
            ...{ method: 'event.bind', status: 400 },
          },
        },
      ],
    })
  })
})
