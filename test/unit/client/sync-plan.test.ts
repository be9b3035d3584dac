import { createBX24, type HandlerToHave } from 'bx24-events'
import type { RuleSet } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { openScriptedPage } from '../../support/scripted-page.js'
import { openSyncApp, row, sortResult, sortRows, WAYS, type Way } from '../../support/sync-app.js'
import { ANNA, BORIS, CLARA, HANDLER_URL } from '../../support/test-portal.js'

const OLD_URL = 'https://old.example.com/handler/'

const CASES = WAYS.flatMap((way) => (['documented', 'current'] as const).map((rules) => ({ way, rules })))

describe.each<{ way: Way; rules: RuleSet }>(CASES)('by $way, rules $rules, a list', ({ way, rules }) => {
  /** An app with three handlers: one for Clara, and one whose URL is no more. */
  async function openInstalled(userId = ANNA) {
    const app = openSyncApp({ way, userId, portal: { rules } })
    await app.bind('OnCrmDealAdd')
    await app.bind('OnCrmDealAdd', { authType: CLARA })
    await app.bind('OnTaskAdd', { url: OLD_URL })
    return app
  }

  it('is what the portal has afterwards', async () => {
    const { BX24, rows, takeMethods } = await openInstalled()
    const list = [
      { event: 'onCrmDealAdd', handler: HANDLER_URL },
      { event: 'OnCrmDealDelete', handler: HANDLER_URL },
      { event: 'OnCrmDealDelete', handler: HANDLER_URL, authType: BORIS },
    ]
    expect(sortResult(await BX24.syncHandlers(list))).toEqual({
      bound: [row('OnCrmDealDelete'), row('OnCrmDealDelete', HANDLER_URL, BORIS)],
      unbound: [row('OnCrmDealAdd', HANDLER_URL, CLARA), row('OnTaskAdd', OLD_URL)],
      kept: [row('OnCrmDealAdd')],
    })
    expect(rows()).toEqual([
      row('OnCrmDealAdd'),
      row('OnCrmDealDelete'),
      row('OnCrmDealDelete', HANDLER_URL, BORIS),
    ])
    expect(takeMethods()).toEqual([
      'event.get',
      ...['event.bind', 'event.bind'],
      ...['event.unbind', 'event.unbind'],
    ])
    const kept = [row('OnCrmDealAdd'), row('OnCrmDealDelete'), row('OnCrmDealDelete', HANDLER_URL, BORIS)]
    expect(sortResult(await BX24.syncHandlers(list))).toEqual({ bound: [], unbound: [], kept })
    expect(takeMethods()).toEqual(['event.get'])
  })

  it('may be empty: then all go', async () => {
    const { BX24, rows, takeMethods } = await openInstalled()
    const unbound = rows()
    expect(sortResult(await BX24.syncHandlers([]))).toEqual({ bound: [], unbound, kept: [] })
    expect(rows()).toEqual([])
    takeMethods()
    expect(await BX24.syncHandlers([])).toEqual({ bound: [], unbound: [], kept: [] })
    expect(takeMethods()).toEqual(['event.get'])
  })

  it('removes nothing where prune is false, and what is not in it counts as kept', async () => {
    const { BX24, rows, takeMethods } = await openInstalled()
    const list = [{ event: 'OnCrmDealDelete', handler: HANDLER_URL }, row('OnCrmDealAdd')]
    const kept = rows()
    const result = await BX24.syncHandlers(list, { prune: false })
    expect(sortResult(result)).toEqual({ bound: [row('OnCrmDealDelete')], unbound: [], kept })
    expect(rows()).toEqual(sortRows([...kept, row('OnCrmDealDelete')]))
    expect(takeMethods()).toEqual(['event.get', 'event.bind'])
    const again = await BX24.syncHandlers(list, { prune: false })
    expect(sortResult(again)).toEqual({ bound: [], unbound: [], kept: rows() })
    expect(takeMethods()).toEqual(['event.get'])
  })

  it.each([{}, { prune: false }])('with dryRun and %j only says what it would do', async (options) => {
    const { BX24, rows, takeMethods } = await openInstalled()
    const list = [{ event: 'OnCrmDealDelete', handler: HANDLER_URL }, row('OnCrmDealAdd')]
    const before = rows()
    const told = await BX24.syncHandlers(list, { ...options, dryRun: true })
    expect(takeMethods()).toEqual(['event.get'])
    expect(rows()).toEqual(before)
    expect(await BX24.syncHandlers(list, { ...options, dryRun: false })).toEqual(told)
    expect(rows()).not.toEqual(before)
  })

  it.each<[string, HandlerToHave['authType']]>([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['0', 0],
    ['"0"', '0'],
  ])('means nobody by an authType that is %s', async (_name, authType) => {
    const { BX24, rows, takeMethods } = openSyncApp({ way, portal: { rules } })
    const list = [{ event: 'OnTaskAdd', handler: HANDLER_URL, authType }]
    expect((await BX24.syncHandlers(list)).bound).toEqual([row('OnTaskAdd')])
    expect(rows()).toEqual([row('OnTaskAdd')])
    takeMethods()
    expect((await BX24.syncHandlers(list)).kept).toEqual([row('OnTaskAdd')])
    expect(takeMethods()).toEqual(['event.get'])
  })

  it.each([CLARA, `${CLARA}`, `0${CLARA}`])('means Clara by the authType %j', async (authType) => {
    const { BX24, rows, takeMethods } = openSyncApp({ way, portal: { rules } })
    const list = [{ event: 'OnTaskAdd', handler: HANDLER_URL, authType }]
    expect((await BX24.syncHandlers(list)).bound).toEqual([row('OnTaskAdd', HANDLER_URL, CLARA)])
    expect(rows()).toEqual([row('OnTaskAdd', HANDLER_URL, CLARA)])
    takeMethods()
    expect((await BX24.syncHandlers(list)).kept).toEqual([row('OnTaskAdd', HANDLER_URL, CLARA)])
    expect(takeMethods()).toEqual(['event.get'])
  })

  it('may name a handler twice, in any case, with its user in any spelling', async () => {
    const { BX24, rows, takeMethods } = openSyncApp({ way, portal: { rules } })
    const names = ['OnTaskAdd', 'ONTASKADD', 'ontaskadd']
    const list = names.flatMap((event) => [
      ...[undefined, null, 0, '', '0'].map((authType) => ({ event, handler: HANDLER_URL, authType })),
      ...[CLARA, `${CLARA}`].map((authType) => ({ event, handler: HANDLER_URL, authType })),
    ])
    const both = [row('OnTaskAdd'), row('OnTaskAdd', HANDLER_URL, CLARA)]
    expect(await BX24.syncHandlers(list)).toEqual({ bound: both, unbound: [], kept: [] })
    expect(rows()).toEqual(both)
    expect(takeMethods()).toEqual(['event.get', 'event.bind', 'event.bind'])
    expect(await BX24.syncHandlers(list)).toEqual({ bound: [], unbound: [], kept: both })
  })
})

it('is compared with what is there by the URLs as they are written', async () => {
  const { BX24, bind, rows } = openSyncApp({ way: 'message', portal: { rules: 'current' } })
  const spellings = [HANDLER_URL, HANDLER_URL.slice(0, -1), `${HANDLER_URL}?`, HANDLER_URL.toUpperCase()]
  for (const url of spellings) await bind('OnTaskAdd', { url })
  const result = await BX24.syncHandlers([{ event: 'OnTaskAdd', handler: HANDLER_URL }])
  expect(result.kept).toEqual([row('OnTaskAdd')])
  expect(result.unbound.map(({ handler }) => handler).sort()).toEqual(spellings.slice(1).sort())
  expect(rows()).toEqual([row('OnTaskAdd')])
})

it.each(WAYS)('may be long, by %s', async (way) => {
  const { BX24, rows } = openSyncApp({ way, portal: { rules: 'current' } })
  const list = sortRows(Array.from({ length: 120 }, (_, index) => row('OnTaskAdd', `${HANDLER_URL}${index}`)))
  expect(sortResult(await BX24.syncHandlers(list))).toEqual({ bound: list, unbound: [], kept: [] })
  expect(rows()).toEqual(list)
  expect(sortResult(await BX24.syncHandlers([]))).toEqual({ bound: [], unbound: list, kept: [] })
  expect(rows()).toEqual([])
})

describe('a mailbox that the app polls, which a portal lists among the handlers', () => {
  it.each([1, '1', true])('is left alone, and is no handler of the list: offline %j', async (offline) => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const synced = BX24.syncHandlers([{ event: 'OnTaskAdd', handler: '' }])
    const mailbox = { event: 'ONTASKADD', handler: '', auth_type: '0', connector_id: '', offline }
    const old = {
      event: 'ONTASKUPDATE',
      handler: OLD_URL,
      auth_type: '0',
      offline: typeof offline === 'string' ? '0' : 0,
    }
    page.reply(await page.requests.next(), { status: 200, answer: { result: [mailbox, old] } })
    const bind = await page.requests.next()
    expect(bind).toMatchObject({ command: 'callBind', params: { event: 'ONTASKADD', handler: '' } })
    page.reply(bind, { status: 200, answer: { result: true } })
    const unbind = await page.requests.next()
    expect(unbind).toMatchObject({
      command: 'callUnbind',
      params: { event: 'ONTASKUPDATE', handler: OLD_URL },
    })
    page.reply(unbind, { status: 200, answer: { result: { count: 1 } } })
    expect(await synced).toEqual({
      bound: [row('OnTaskAdd', '')],
      unbound: [row('OnTaskUpdate', OLD_URL)],
      kept: [],
    })
    expect(page.requests.all).toHaveLength(3)
  })
})

describe('a list of handlers that can not be read', () => {
  const handler = { event: 'ONTASKADD', handler: HANDLER_URL, auth_type: '0', offline: 0 }

  it.each<[string, unknown]>([
    ['null', null],
    ['an object', { 0: handler }],
    ['a text', 'ONTASKADD'],
    ['with null in it', [handler, null]],
    ['with a text in it', [handler, 'ONTASKADD']],
    ['with no event', [{ ...handler, event: undefined }]],
    ['with no URL', [{ ...handler, handler: undefined }]],
  ])('rejects with BAD_ANSWER, and nothing is changed: %s', async (_name, result) => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const synced = BX24.syncHandlers([{ event: 'OnTaskUpdate', handler: HANDLER_URL }])
    page.reply(await page.requests.next(), { status: 200, answer: { result } })
    await expect(synced).rejects.toMatchObject({ code: 'BAD_ANSWER', method: 'event.get' })
    expect(page.requests.all).toHaveLength(1)
  })
})
