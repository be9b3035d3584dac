import type { RestCallRecord, RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, type HttpQuestion } from '../../support/http.js'
import { startTestPortal } from '../../support/running-portal.js'
import { listenToServer } from '../../support/server-sent-events.js'

// What the host page is told of calls of REST over HTTP.

let running: RunningPortal
/** The id of the call that `recordOf` was told of last. */
let lastId: string | undefined
beforeEach(async () => {
  running = await startTestPortal()
  lastId = undefined
})
afterEach(() => running.close())

const listen = (after?: string) => listenToServer(`${running.url}api/live`, after)
const rest = (path: string, question?: HttpQuestion) => ask(`${running.url}rest/${path}`, question)
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/json' }

/** What is told of one call. */
async function recordOf(path: string, question?: HttpQuestion) {
  const live = await listen(lastId)
  await live.next()
  const response = await rest(path, question)
  const { value } = await live.next()
  await live.return()
  if (value?.name !== 'call') throw new Error(`Not told of a call: ${JSON.stringify(value)}`)
  lastId = value.id
  return { record: value.data as RestCallRecord, answer: JSON.parse(response.text) as unknown }
}

it('tells of a call: who made it and where, as understood and as sent, and its answer', async () => {
  const auth = running.app.tokenFor(2)
  const cmd = { me: 'profile', none: 'nothing' }
  const body = new URLSearchParams({ auth, 'cmd[me]': cmd.me, 'cmd[none]': cmd.none }).toString()
  const headers = { ...form, origin: 'http://127.0.0.1:9' }
  const { record, answer } = await recordOf('batch.json', { method: 'POST', headers, body })
  expect(record).toEqual({
    ...{ at: expect.any(Number), duration: expect.any(Number), origin: 'http://127.0.0.1:9' },
    ...{ caller: { userId: 2, by: 'token' }, method: 'batch', params: { cmd }, status: 200, answer },
    body: 'auth=•••&cmd%5Bme%5D=profile&cmd%5Bnone%5D=nothing',
  })
})

it('tells of a call that comes from no page, and of one of nobody', async () => {
  const authorization = `Bearer ${running.app.tokenFor(1)}`
  const { record } = await recordOf('profile', { headers: { authorization } })
  expect(record).toMatchObject({ method: 'profile', caller: { userId: 1 }, params: {}, body: '' })
  expect(record).not.toHaveProperty('origin')
  const { record: refused } = await recordOf('profile?auth=nobody')
  expect(refused).toMatchObject({ status: 401, answer: { error: 'NO_AUTH_FOUND' } })
  expect(refused).not.toHaveProperty('caller')
})

it('knows a webhook by its user, but only with its key', async () => {
  const { key } = running.portal.webhookFor(1)
  const { record } = await recordOf(`1/${key}/profile`)
  expect(record).toMatchObject({ status: 200, caller: { userId: 1, by: 'webhook' } })
  for (const path of [`2/${key}/profile`, '1/wrong/profile']) {
    const { record: refused } = await recordOf(path)
    expect(refused.status).toBe(401)
    expect(refused).not.toHaveProperty('caller')
  }
})

it('tells of a body that can not be read', async () => {
  const { record, answer } = await recordOf('profile?a=1', { method: 'POST', headers: json, body: '{' })
  expect(record).toMatchObject({ status: 400, params: { a: '1' }, body: '{', answer })
})

it('goes on after what is nested too deep to be told', async () => {
  const auth = running.app.tokenFor(1)
  const body = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const { record } = await recordOf('profile', {
    ...{ method: 'POST', headers: { ...json, authorization: `Bearer ${auth}` }, body },
  })
  expect(record).toMatchObject({ status: 400, body })
  const known = JSON.stringify(record.params)
  expect(known).toBe(`${'{"a":'.repeat(64)}"…"${'}'.repeat(64)}`)
})

describe('never tells a token', () => {
  it.each([
    ['of a batch within', form, (auth: string) => `auth=${auth}&cmd[0]=profile%3Fa%3D1%26auth%3D${auth}`],
    ['under any name', form, (auth: string) => `auth=${auth}&note=${auth}&${auth}=1`],
    ['in JSON', json, (auth: string) => JSON.stringify({ auth, cmd: [`profile?auth=${auth}`] })],
  ])('of the caller: %s', async (_name, headers, write) => {
    const auth = running.app.tokenFor(1)
    const { record } = await recordOf('batch', { method: 'POST', headers, body: write(auth) })
    expect(record.caller).toEqual({ userId: 1, by: 'token' })
    expect(JSON.stringify(record)).toContain('•••')
    expect(JSON.stringify(record)).not.toContain(auth)
  })

  it.each([
    ['beside the header', form, 'auth=a-secret&x=1', 'auth=•••&x=1'],
    ['given twice', form, 'auth=a-secret&auth=b-secret&x=1', 'auth=•••&auth=•••&x=1'],
    ['given as a list', form, 'auth%5B%5D=a-secret&AUTH[]=b-secret', 'auth%5B%5D=•••&AUTH[]=•••'],
    [
      'as handlers get them',
      form,
      'auth[access_token]=a-secret&auth%5Brefresh_token%5D=b-secret&auth[user_id]=1&auth%5Bscope%5D=crm',
      'auth[access_token]=•••&auth%5Brefresh_token%5D=•••&auth[user_id]=1&auth%5Bscope%5D=crm',
    ],
    ['escaped', form, 'x=1&auth=a%2Fsecret%2B', 'x=1&auth=•••'],
    [
      'in a batch',
      form,
      'cmd[0]=a%3Fx%3D1%26auth%3Da-secret%26y%3D2',
      'cmd[0]=a%3Fx%3D1%26auth%3D•••%26y%3D2',
    ],
    ['in JSON', json, '{"auth" : "a-\\"secret","x":"y"}', '{"auth" : "•••","x":"y"}'],
    ['in JSON, in a batch', json, '{"cmd":["a?auth=a-secret","b?x=1"]}', '{"cmd":["a?auth=•••","b?x=1"]}'],
    [
      'to renew with',
      form,
      'refresh_token=a-secret&client_secret=b-secret',
      'refresh_token=•••&client_secret=•••',
    ],
  ])('of somebody else: %s', async (_name, headers, body, shown) => {
    const authorization = `Bearer ${running.app.tokenFor(1)}`
    const { record } = await recordOf('profile', {
      ...{ method: 'POST', headers: { ...headers, authorization }, body },
    })
    expect(record).toMatchObject({ status: 200, body: shown })
    expect(JSON.stringify(record)).not.toMatch(/[ab][-/]\S{0,2}secret/)
  })

  it.each([
    ['without a method', (key: string) => `1/${key}`],
    ['before what is no method', (key: string) => `1/${key}/event.get/all`],
    ['after a second slash', (key: string) => `/1/${key}/`],
    ['of REST 3.0, without a method', (key: string) => `api/1/${key}`],
    ['of REST 3.0, before what is no method', (key: string) => `api//1/${key}/event.get/all`],
  ])('of a webhook: in the path, %s', async (_name, write) => {
    const { key } = running.portal.webhookFor(1)
    const { record } = await recordOf(write(key))
    expect(record.status).not.toBe(200)
    expect(record.method).toMatch(/^(api\/)?\/?1\/•••/)
    expect(JSON.stringify(record)).not.toContain(key)
  })

  it('in an answer', async () => {
    const auth = running.app.tokenFor(1)
    const handler = `https://app.example.com/handler/?key=${auth}`
    await running.portal.call(auth, 'event.bind', { event: 'OnCrmDealAdd', handler })
    const { record } = await recordOf('event.get', { headers: { authorization: `Bearer ${auth}` } })
    expect(record.answer.result).toMatchObject([{ handler: 'https://app.example.com/handler/?key=•••' }])
  })

  it('but shows what only looks like one', async () => {
    const body = 'author=Anna&auth_type=1&event=x%3Fauth&handler=https%3A%2F%2Fa.example%2F%3Fauthor%3D1'
    const { record } = await recordOf('profile', { method: 'POST', headers: form, body })
    expect(record.body).toBe(body)
    expect(record.params).toMatchObject({ author: 'Anna', auth_type: '1' })
    expect((await recordOf('crm/1/lead')).record.method).toBe('crm/1/lead')
  })
})

describe('to a page that is opened later', () => {
  /** The ids and the methods that a page is told of at first. */
  async function firstCalls(count: number, after?: string) {
    const live = await listen(after)
    expect((await live.next()).value).toMatchObject({ name: 'state' })
    const calls = []
    for (let left = count; left > 0; left--) calls.push(Object((await live.next()).value))
    // Nothing else is waiting: what comes next is what happens now.
    running.portal.setLoad(running.portal.load + 1)
    expect((await live.next()).value).toMatchObject({ name: 'update' })
    await live.return()
    return calls.map(({ id, data }): { id: string; method: string } => ({ id, method: data.method }))
  }

  it('tells the last calls, the oldest of them first', async () => {
    expect(await firstCalls(0)).toEqual([])
    for (const method of ['one', 'two', 'three']) await rest(method)
    const calls = await firstCalls(3)
    expect(calls.map(({ method }) => method)).toEqual(['one', 'two', 'three'])
  })

  it('tells what was missed, where it was connected before', async () => {
    for (const method of ['one', 'two', 'three']) await rest(method)
    const [, second] = await firstCalls(3)
    expect((await firstCalls(1, second?.id)).map(({ method }) => method)).toEqual(['three'])
    expect(await firstCalls(3, `${crypto.randomUUID()}/2`)).toHaveLength(3)
  })

  it('tells of the newest 100', async () => {
    for (let number = 1; number <= 102; number++) await rest(`method${number}`)
    const calls = await firstCalls(100)
    expect([calls[0]?.method, calls.at(-1)?.method]).toEqual(['method3', 'method102'])
  })

  it('tells of no more than so much text', async () => {
    const body = `x=${'y'.repeat(900_000)}`
    for (const method of ['one', 'two', 'three', 'four', 'five'])
      await rest(method, { method: 'POST', headers: form, body })
    expect((await firstCalls(4)).map(({ method }) => method)).toEqual(['two', 'three', 'four', 'five'])
  })

  it('tells of no more than so much text, also where a form comes in parts, and as long as JSON writes it', async () => {
    for (const [method, length] of [
      ['huge', 1_000_000],
      ['one', 500_000],
      ['two', 500_000],
      ['three', 500_000],
    ] as const) {
      const body = new FormData()
      // Six characters of JSON each.
      body.set('x', '\x01'.repeat(length))
      await fetch(`${running.url}rest/${method}`, { method: 'POST', body })
    }
    expect((await firstCalls(2)).map(({ method }) => method)).toEqual(['two', 'three'])
  })
})
