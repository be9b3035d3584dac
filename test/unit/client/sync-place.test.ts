import { SyncError } from 'bx24-events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { type Meddle, openSyncApp, row, sortResult, WAYS } from '../../support/sync-app.js'
import { CLARA, HANDLER_URL } from '../../support/test-portal.js'

const OLD_URL = 'https://old.example.com/handler/'
const ALREADY = 'Unable to set event handler: Handler already binded'
const NOT_TAKEN = { status: 400, answer: { error: 'ERROR_WRONG_HANDLER_URL' } }

afterEach(() => {
  vi.useRealTimers()
})

describe.each(WAYS)('where a portal has one handler for each user, by %s,', (way) => {
  /** An app with old handlers, where the portal has one for each event and user. */
  async function openOld(meddle?: Meddle) {
    const app = openSyncApp({ way, meddle, portal: { rules: 'documented' } })
    await app.bind('OnTaskAdd', { url: OLD_URL })
    await app.bind('OnTaskAdd', { url: OLD_URL, authType: CLARA })
    await app.bind('OnTaskUpdate', { url: OLD_URL })
    return app
  }

  const old = [row('OnTaskAdd', OLD_URL), row('OnTaskAdd', OLD_URL, CLARA), row('OnTaskUpdate', OLD_URL)]

  it('an old handler gives its place to a new one, after those are bound that have places', async () => {
    const { BX24, calls, rows, takeMethods } = await openOld()
    const list = [row('OnTaskAdd'), row('OnTaskAdd', OLD_URL, CLARA), row('OnTaskDelete')]
    expect(sortResult(await BX24.syncHandlers(list))).toEqual({
      bound: [row('OnTaskAdd'), row('OnTaskDelete')],
      unbound: [row('OnTaskAdd', OLD_URL), row('OnTaskUpdate', OLD_URL)],
      kept: [row('OnTaskAdd', OLD_URL, CLARA)],
    })
    expect(rows()).toEqual(list)
    const changes = calls.flatMap(({ method, params }) =>
      method === 'event.get' ? [] : [`${method} ${params.event} ${params.handler}`],
    )
    expect(changes.slice(2)).toEqual([
      `event.unbind ONTASKADD ${OLD_URL}`,
      `event.bind ONTASKADD ${HANDLER_URL}`,
      `event.unbind ONTASKUPDATE ${OLD_URL}`,
    ])
    takeMethods()
    expect(sortResult(await BX24.syncHandlers(list))).toEqual({ bound: [], unbound: [], kept: list })
    expect(takeMethods()).toEqual(['event.get'])
  })

  it('all old handlers give their places at once', async () => {
    const { BX24, rows } = await openOld()
    const list = old.map(({ event, authType }) => row(event, HANDLER_URL, authType))
    expect(sortResult(await BX24.syncHandlers(list))).toEqual({ bound: list, unbound: old, kept: [] })
    expect(rows()).toEqual(list)
  })

  it('nothing goes for a handler that the portal can not take for whatever other reason', async () => {
    const failing = {
      status: 400,
      answer: { error: 'ERROR_CORE', error_description: 'Unable to set event handler: Query error' },
    }
    let isBroken = false
    const { BX24, rows, takeMethods } = await openOld((call, carryOut) =>
      isBroken && call.method === 'event.bind' ? failing : carryOut(),
    )
    isBroken = true
    takeMethods()
    await expect(BX24.syncHandlers([row('OnTaskAdd')])).rejects.toMatchObject({
      ...{
        code: 'SYNC_FAILED',
        unbound: [],
        failed: [{ ...row('OnTaskAdd'), cause: { code: 'ERROR_CORE' } }],
      },
    })
    expect(rows()).toEqual(old)
    expect(takeMethods()).toEqual(['event.get', 'event.bind', 'event.get'])
  })

  it('an old handler that is to stay keeps its place, and the new one is named', async () => {
    const { BX24, rows } = await openOld()
    const synced = BX24.syncHandlers([row('OnTaskAdd'), row('OnTaskDelete')], { prune: false })
    await expect(synced).rejects.toMatchObject({
      code: 'SYNC_FAILED',
      ...{ bound: [row('OnTaskDelete')], unbound: [], kept: old },
      failed: [{ ...row('OnTaskAdd'), cause: { code: 'ERROR_CORE', description: ALREADY } }],
      message: expect.stringContaining(`ONTASKADD ${HANDLER_URL}`),
    })
    expect(rows()).toEqual([...old, row('OnTaskDelete')].sort((a, b) => (a.event < b.event ? -1 : 1)))
  })

  it.each([
    ['an old one has', 'OnTaskAdd', 2],
    ['is free', 'OnTaskDelete', 1],
  ])('two of a list do not get one place that %s, and no old one goes', async (_name, event, count) => {
    const { BX24, rows } = await openOld()
    const list = [row(event, `${HANDLER_URL}1`), row(event, `${HANDLER_URL}2`), row('OnAppUpdate')]
    const error: unknown = await BX24.syncHandlers(list).catch((reason: unknown) => reason)
    if (!(error instanceof SyncError)) throw error
    expect(error.failed).toHaveLength(count)
    for (const { event, handler, authType, cause } of error.failed) {
      expect(list.slice(0, 2)).toContainEqual({ event, handler, authType })
      expect(cause).toMatchObject({ code: 'ERROR_CORE', description: ALREADY })
      expect(error.message).toContain(`${event} ${handler}`)
    }
    expect(error.bound).toHaveLength(list.length - count)
    expect(error.unbound).toEqual([])
    expect(rows()).toEqual(expect.arrayContaining([...old, row('OnAppUpdate')]))
    expect(rows()).toHaveLength(old.length + list.length - count)
  })

  it('a handler that is there keeps its place from another one of the list', async () => {
    const { BX24, rows } = await openOld()
    const synced = BX24.syncHandlers([row('OnTaskAdd'), row('OnTaskAdd', OLD_URL)])
    await expect(synced).rejects.toMatchObject({
      ...{ code: 'SYNC_FAILED', bound: [], unbound: [], kept: [row('OnTaskAdd', OLD_URL)] },
      failed: [{ ...row('OnTaskAdd'), cause: { code: 'ERROR_CORE' } }],
    })
    expect(rows()).toEqual(old)
  })

  it.each([
    ['refused', NOT_TAKEN],
    ['not answered so that it can be read', { status: 200, answer: {} }],
  ])('the old one comes back where the new one is %s', async (_name, answer) => {
    let isOldGone = false
    const { BX24, rows } = await openOld(({ method, params }, carryOut) => {
      if (method === 'event.unbind') isOldGone = true
      return isOldGone && params.handler === HANDLER_URL ? answer : carryOut()
    })
    const synced = BX24.syncHandlers([row('OnTaskAdd'), row('OnTaskAdd', OLD_URL, CLARA)])
    await expect(synced).rejects.toMatchObject({
      code: 'SYNC_FAILED',
      kept: [row('OnTaskAdd', OLD_URL, CLARA)],
      failed: [row('OnTaskAdd')],
    })
    expect(isOldGone).toBe(true)
    expect(rows()).toEqual(old)
  })

  it('the old one stays where it can not be unbound, and both are told', async () => {
    const { BX24, rows } = await openOld(({ method }, carryOut) =>
      method === 'event.unbind' ? { status: 500, answer: { error: 'INTERNAL_SERVER_ERROR' } } : carryOut(),
    )
    const synced = BX24.syncHandlers([row('OnTaskAdd'), row('OnTaskAdd', OLD_URL, CLARA)])
    await expect(synced).rejects.toMatchObject({
      ...{ code: 'SYNC_FAILED', bound: [], unbound: [] },
      failed: [{ ...row('OnTaskAdd', OLD_URL), cause: { code: 'INTERNAL_SERVER_ERROR' } }],
    })
    expect(rows()).toEqual(old)
  })
})

it('a place is that of one event and one user, both of which may end and begin with digits', async () => {
  vi.useFakeTimers()
  const other = { event: 'ONCRMDYNAMICITEMADD_14', handler: OLD_URL, auth_type: '7', offline: 0 }
  const { BX24, takeMethods } = openSyncApp({
    way: 'message',
    meddle({ method }) {
      if (method === 'event.get') return { status: 200, answer: { result: [other] } }
      if (method === 'event.unbind') return { status: 200, answer: { result: { count: 1 } } }
      return { status: 400, answer: { error: 'ERROR_CORE', error_description: ALREADY } }
    },
  })
  const wanted = row('onCrmDynamicItemAdd_1', HANDLER_URL, 47)
  const outcome = watchOutcome(BX24.syncHandlers([wanted]))
  await passTimeUntilEnd(outcome, 10_000)
  expect(outcome.error).toMatchObject({ unbound: [], failed: [{ ...wanted, cause: { code: 'ERROR_CORE' } }] })
  expect(takeMethods()).not.toContain('event.unbind')
})
