import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBuiltFile } from '../../../demo/server/built-file.js'
import { createInbox } from '../../../demo/server/inbox.js'
import type { Received } from '../../../demo/server/received.js'
import { ask, type HttpQuestion } from '../../support/http.js'
import { startServer } from '../../support/http-server.js'
import { listenToServer } from '../../support/server-sent-events.js'
import { type SampleApp, startSampleApp } from './sample-app.js'

const [ANNA, BORIS] = [1, 2]

let app: SampleApp
beforeEach(async () => {
  app = await startSampleApp()
})
afterEach(() => app.close())

const ownHeaders = () => ({ origin: app.origin, 'sec-fetch-site': 'same-origin' })

function call(path: string, content: object, headers: HttpQuestion['headers'] = {}) {
  const body = JSON.stringify(content)
  return ask(`${app.origin}/backend/${path}`, {
    method: 'POST',
    headers: { ...ownHeaders(), ...headers },
    body,
  })
}

const bound = () =>
  app.running.portal.handlers().map(({ event, url, authType }) => ({ event, url, authType }))

function bindCall(userId = ANNA) {
  return { accessToken: app.running.app.tokenFor(userId), event: 'OnCrmDealAdd', handler: app.handlerUrl }
}

describe('event.bind from the back end', () => {
  it('binds with the token of the page, and event.unbind takes it back', async () => {
    const binding = await call('event-bind', bindCall())
    expect(JSON.parse(binding.text)).toMatchObject({ status: 200, answer: { result: true } })
    expect(bound()).toEqual([{ event: 'ONCRMDEALADD', url: app.handlerUrl, authType: 0 }])

    const unbinding = await call('event-unbind', bindCall())
    expect(JSON.parse(unbinding.text)).toMatchObject({ status: 200, answer: { result: { count: 1 } } })
    expect(bound()).toEqual([])
  })

  it('names the user that the handler is to run as', async () => {
    await call('event-bind', { ...bindCall(), authType: BORIS })
    await call('event-bind', bindCall())
    expect(bound().map(({ authType }) => authType)).toEqual([BORIS, 0])
    await call('event-unbind', { ...bindCall(), authType: 0 })
    expect(bound().map(({ authType }) => authType)).toEqual([BORIS])
  })

  it('gives on what the portal refuses', async () => {
    const { status, text } = await call('event-bind', bindCall(BORIS))
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ status: 403, answer: { error: 'ACCESS_DENIED' } })
  })

  it('never calls an address that the request brings', async () => {
    let isCalled = false
    const somebody = await startServer((_request, response) => {
      isCalled = true
      response.end('{}')
    })
    const addresses = { domain: new URL(somebody.origin).host, client_endpoint: `${somebody.origin}/rest/` }
    await call('event-bind', { ...bindCall(), ...addresses })
    expect(isCalled).toBe(false)
    expect(bound()).toHaveLength(1)
    await somebody.close()
  })

  it.each([
    ['no JSON', '{', /no JSON object/],
    ['a list', '[]', /no JSON object/],
    ['no token', '{"event":"X","handler":"Y"}', /accessToken: expected a string/],
    ['no event', '{"accessToken":"T","handler":"Y"}', /event: expected a string/],
    ['a user that is no number', '{"accessToken":"T","event":"X","handler":"Y","authType":"2"}', /authType/],
  ])('says what is wrong with %s', async (_what, body, text) => {
    const answer = await ask(`${app.origin}/backend/event-bind`, {
      method: 'POST',
      headers: ownHeaders(),
      body,
    })
    expect(answer).toMatchObject({ status: 400, text: expect.stringMatching(text) })
  })

  it('says so where the portal does not answer', async () => {
    await app.running.close()
    const answer = await call('event-bind', { accessToken: 'T', event: 'X', handler: 'Y' })
    expect(answer).toMatchObject({ status: 502, text: expect.stringMatching(/could not be asked/) })
  })
})

describe('the back end serves its own page only', () => {
  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'http://127.0.0.1:1' }],
    ['another name of this machine', { host: 'attacker.example' }],
  ])('so not %s', async (_who, headers) => {
    expect(await call('event-bind', bindCall(), headers)).toMatchObject({
      status: 403,
      text: expect.stringMatching(/own page/),
    })
    expect(bound()).toEqual([])
    await call('event-bind', bindCall())
    expect(bound()).toHaveLength(1)
  })

  it.each(['received', 'portal'])('which goes for reading %s too', async (path) => {
    const { status } = await ask(`${app.origin}/backend/${path}`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(status).toBe(403)
  })
})

it('tells its page where the portal is', async () => {
  const { text } = await ask(`${app.origin}/backend/portal`, { headers: { 'sec-fetch-site': 'same-origin' } })
  expect(JSON.parse(text)).toEqual({ url: app.running.url })
})

it('says so where the portal is not up yet', async () => {
  const early = await startSampleApp({ installed: false })
  const question = { headers: { 'sec-fetch-site': 'same-origin' } }
  const answer = await ask(`${early.origin}/backend/portal`, question)
  expect(answer).toMatchObject({ status: 503, text: expect.stringMatching(/not up yet/) })
  await early.close()
})

it('tells live what was received: first all, then each that is new or has changed', async () => {
  const right = { 'auth[application_token]': app.running.app.applicationToken }
  await app.post({ event: 'FIRST', ...right })
  await app.nextDone()
  const live = await listenToServer(`${app.origin}/backend/received`)
  const next = async () => (await live.next()).value
  expect(await next()).toMatchObject({ name: 'all', data: [{ id: 1, event: 'FIRST' }] })

  await app.post({ event: 'SECOND', ...right })
  expect(await next()).toMatchObject({ name: 'one', data: { id: 2, rest: { state: 'pending' } } })
  expect(await next()).toMatchObject({ name: 'one', data: { id: 2, rest: { state: 'none' } } })
})

it('says how to get a file of the build that is not there', async () => {
  const route = createBuiltFile('no-such-file.js', 'text/javascript')
  const request = { method: 'GET' } as Parameters<typeof route>[0]
  await expect(route(request, {} as Parameters<typeof route>[1])).rejects.toThrow(/npm run build/)
})

describe('the list of what was received', () => {
  const post = { event: 'X', handlerId: '', data: '', auth: {}, raw: '', verified: true } as const
  const rest = { state: 'none', reason: '' } as const

  it('has room for the newest only', () => {
    const inbox = createInbox(2)
    const ids = [1, 2, 3].map(() => inbox.add({ ...post, rest }))
    expect(inbox.all().map(({ id }) => id)).toEqual(ids.slice(1))
    inbox.update(1, { event: 'LATE' })
    expect(inbox.all()).toHaveLength(2)
  })

  it('tells each listener until he has enough', () => {
    const inbox = createInbox()
    const heard: Received['id'][] = []
    const stop = inbox.subscribe(({ id }) => heard.push(id))
    inbox.add({ ...post, rest })
    inbox.update(1, { event: 'Y' })
    stop()
    inbox.add({ ...post, rest })
    expect(heard).toEqual([1, 1])
  })
})
