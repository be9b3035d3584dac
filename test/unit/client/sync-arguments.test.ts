import { createBX24, type HandlerToHave } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { openSyncApp, row } from '../../support/sync-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const wrong = (value: unknown) => value as never
const good = { event: 'OnTaskAdd', handler: HANDLER_URL }

describe('a wrong argument', () => {
  it.each<[name: string, handlers: unknown, options?: unknown]>([
    ['handlers', undefined],
    ['handlers', null],
    ['handlers', 'OnTaskAdd'],
    ['handlers', good],
    ['handlers', new Set([good])],
    ['handlers', { 0: good, length: 1 }],
    ['handlers[0]', [null]],
    ['handlers[1]', [good, undefined]],
    ['handlers[1]', [good, 'OnTaskAdd']],
    ['handlers[0]', [[good]]],
    ['handlers[0]', new Array(1)],
    ['handlers[0].event', [{ handler: HANDLER_URL }]],
    ['handlers[1].event', [good, { ...good, event: 7 }]],
    ['handlers[0].event', [{ ...good, event: null }]],
    ['handlers[0].event', [{ ...good, event: ['OnTaskAdd'] }]],
    ['handlers[0].handler', [{ event: 'OnTaskAdd' }]],
    ['handlers[0].handler', [{ ...good, handler: new URL(HANDLER_URL) }]],
    ['handlers[2].handler', [good, good, { ...good, handler: null }]],
    ['handlers[0].authType', [{ ...good, authType: 'Anna' }]],
    ['handlers[0].authType', [{ ...good, authType: -1 }]],
    ['handlers[0].authType', [{ ...good, authType: 1.5 }]],
    ['handlers[0].authType', [{ ...good, authType: true }]],
    ['handlers[1].authType', [good, { ...good, authType: [1] }]],
    ['handlers[0].authType', [{ ...good, authType: Number.NaN }]],
    ['event, handler, authType; not auth_type', [{ ...good, auth_type: '1' }]],
    ['event, handler, authType; not authtype', [good, { ...good, authtype: 1 }]],
    ['options', [good], true],
    ['options', [good], 'prune'],
    ['options', [good], () => undefined],
    ['prune', [good], { prune: 'false' }],
    ['prune', [good], { prune: 0 }],
    ['dryRun', [good], { dryRun: 1 }],
    ['dryRun', [good], { dryRun: {} }],
    ['dryRun; not dryrun', [good], { dryrun: true }],
    ['prune, dryRun; not purge', [good], { purge: false }],
    ['timeout', [good], { timeout: 0 }],
    ['timeout', [good], { timeout: -1 }],
    ['timeout', [good], { timeout: Number.NaN }],
    ['timeout', [good], { timeout: '1000' }],
    ['timeout', [good], { timeout: 2 ** 31 }],
    ['signal', [good], { signal: new AbortController() }],
    ['signal', [good], { signal: 'abort' }],
  ])('throws at once a TypeError that names it: %s (case %#)', async (name, handlers, options) => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const sync = () => BX24.syncHandlers(wrong(handlers), wrong(options))
    expect(sync).toThrow(TypeError)
    expect(sync).toThrow(name)
    await nextTask()
    expect(page.sent).toEqual([])
  })

  it.each<[string, HandlerToHave[], object?]>([
    ['an empty list', []],
    ['a frozen list', [Object.freeze(good)], Object.freeze({})],
    ['options that are undefined', [good], { prune: undefined, dryRun: undefined, timeout: undefined }],
    ['the longest time limit', [good], { timeout: 2 ** 31 - 1, signal: undefined }],
    ['an authType of each kind', [undefined, null, '', 0, 5, '5'].map((authType) => ({ ...good, authType }))],
  ])('is none of these: %s', async (_name, handlers, options) => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const synced = expect(BX24.syncHandlers(handlers, options)).rejects.toMatchObject({ code: 'CLOSED' })
    expect((await page.requests.next()).params).toMatchObject({ method: 'event.get' })
    BX24.close()
    await synced
  })
})

it('a list is that of the moment of the call, whatever becomes of it', async () => {
  const { BX24, rows } = openSyncApp({ way: 'message' })
  const entry = { ...good }
  const list = [entry, { ...good, event: 'OnTaskUpdate' }]
  const synced = BX24.syncHandlers(list)
  entry.event = 'OnNothing'
  list.pop()
  await synced
  expect(rows()).toEqual([row('OnTaskAdd'), row('OnTaskUpdate')])
})
