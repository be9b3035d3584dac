import type { PageState, RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askHostApi } from '../../support/host-api.js'
import { ask } from '../../support/http.js'
import { type RunningPortalOptions, startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
let notes: string[]
beforeEach(async () => {
  notes = []
  running = await startTestPortal({
    onNote: (note) => notes.push(note),
    answers: { 'crm.deal.list': [{ ID: '1' }] },
    answersCalls: false,
  })
})
afterEach(() => running.close())

async function rest(path: string) {
  const auth = running.app.tokenFor(1)
  return JSON.parse((await ask(`${running.url}rest/${path}?auth=${auth}`)).text)
}

async function callByFrame(method: string, params = {}) {
  return JSON.parse((await askHostApi(running, 'frame/1/call', { method, params })).text).answer
}

describe('a method that the portal does not have', () => {
  it('is answered as given, over HTTP, from a frame and in a batch', async () => {
    const deals = [{ ID: '1' }]
    expect((await rest('crm.deal.list')).result).toEqual(deals)
    expect((await callByFrame('crm.deal.list')).result).toEqual(deals)
    const { result } = await callByFrame('batch', { cmd: { deals: 'crm.deal.list' } })
    expect(result.result).toEqual({ deals })
    expect(notes).toEqual([])
  })

  it('is told of once, whoever calls it and in whatever case', async () => {
    await rest('crm.lead.list')
    await rest('crm.LEAD.list')
    await callByFrame('crm.lead.list')
    await callByFrame('batch', { cmd: ['crm.lead.list', 'tasks.task.list'] })
    expect(notes.map((note) => note.split(' ')[0])).toEqual(['crm.lead.list', 'tasks.task.list'])
    expect(notes[0]).toContain('ERROR_METHOD_NOT_FOUND')
    expect(notes[0]).toMatch(/by --answers <file> or the option answers\.$/)
  })

  it('is told of without the key of a webhook, and not for ever', async () => {
    await rest('1/0123456789abcdef/crm/lead/list')
    expect(notes.join()).toContain('1/•••')
    expect(notes.join()).not.toContain('0123456789abcdef')
    const host = running.app.hostFor(1)
    for (let count = 0; count < 300; count++) await host.call(`method.${count}`, {})
    expect(notes).toHaveLength(101)
    expect(notes.at(-1)).toContain('More than 100 methods')
    await host.call('x'.repeat(10_000), {})
    expect(notes).toHaveLength(101)
  })
})

it('tells its page whether that answers calls', async () => {
  const state: PageState = JSON.parse((await askHostApi(running, 'state')).text)
  expect(state.answersCalls).toBe(false)
})

it('tells its page of scopes that do nothing, also of a new version', async () => {
  const readWarnings = async () => JSON.parse((await askHostApi(running, 'state')).text).app.scopeWarnings
  expect(await readWarnings()).toBeUndefined()
  await askHostApi(running, 'app/update', { version: '2', scopes: ['crm', 'foo', 'tsk'], by: 1 })
  expect(await readWarnings()).toEqual([
    'No event and no method of this portal asks for the scope foo.',
    expect.stringContaining('the scope tsk. Did you mean task?'),
  ])
})

describe('an app at a host that no handler may have', () => {
  const readWarning = async () => JSON.parse((await askHostApi(running, 'state')).text).app.warning

  async function open(url: string, options: RunningPortalOptions = {}) {
    await running.close()
    running = await startTestPortal({
      app: { title: 'App', url },
      onNote: (note) => notes.push(note),
      ...options,
    })
  }

  it.each([
    [
      'http://localhost:3001/app',
      'at localhost, as live ones do: open the app as http://127.0.0.1:3001/app, and',
    ],
    [
      'http://[::1]:3001/',
      'at [::1], as live ones do: open the app as http://127.0.0.1:3001/, and let it listen',
    ],
    ['http://web:3001/', 'at web, as live ones do: open the app at a host with a dot in its name.'],
  ])('is told of once in the notes, and in the page: %s', async (url, says) => {
    await open(url)
    expect(notes).toEqual([expect.stringContaining(says)])
    expect(await readWarning()).toBe(notes[0])
  })

  it.each(['http://127.0.0.1:3001/', 'http://app.localhost:3001/', 'https://app.example.com/'])(
    'is no such one: %s',
    async (url) => {
      await open(url)
      expect(notes).toEqual([])
      expect(await readWarning()).toBeUndefined()
    },
  )

  it('is one whose handlers are refused, and at the address that is named they are taken', async () => {
    const bind = (handler: string) =>
      callByFrame('event.bind', { event: 'OnCrmDealAdd', handler: new URL('/handler/', handler).href })
    await open('http://localhost:3001/', {
      app: { title: 'App', url: 'http://localhost:3001/', scopes: ['crm'] },
    })
    expect(await bind('http://localhost:3001/')).toMatchObject({ error: 'ERROR_WRONG_HANDLER_URL' })
    expect(await bind(/open the app as (\S+),/.exec(notes[0] ?? '')?.[1] ?? '')).toMatchObject({
      result: true,
    })
  })

  it('may be there where it binds handlers at an origin that is forwarded to it', async () => {
    await open('http://localhost:3001/', { forward: { 'https://app.example.com': 'http://localhost:3001' } })
    expect(notes).toEqual([])
  })
})

it('tells of scopes that nothing in the portal asks for, and of those that may be meant', async () => {
  await running.close()
  const scopes = ['crn', 'CRM', 'crm', 'disk', 'user_brief', 'basic', 'im']
  running = await startTestPortal({
    app: { title: 'App', url: 'http://127.0.0.1:9/', scopes },
    onNote: (note) => notes.push(note),
  })
  const say = (scope: string) => `No event and no method of this portal asks for the scope ${scope}.`
  expect(notes).toEqual([
    `${say('crn')} Did you mean crm?`,
    `${say('CRM')} Did you mean crm?`,
    say('disk'),
    say('im'),
  ])
})
