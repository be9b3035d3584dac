import type { Delivery } from 'bx24-events/portal'
import type { PageState, RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask, type HttpQuestion } from '../../support/http.js'
import { HOST_PAGE, startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
beforeEach(async () => {
  running = await startTestPortal()
})
afterEach(() => running.close())

const HANDLER = 'https://app.example.com/handler/'

/** What the browser adds to a request of the page's own. */
function ownHeaders(): Record<string, string> {
  return { origin: running.portal.origin, 'sec-fetch-site': 'same-origin' }
}

function api(path: string, body?: object, headers = ownHeaders()) {
  const question: HttpQuestion = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  return ask(`${running.url}api/${path}`, question)
}

const bind = () =>
  running.portal.call(running.app.tokenFor(1), 'event.bind', { event: 'OnCrmDealAdd', handler: HANDLER })

describe("the host page's own API", () => {
  it('tells the whole state', async () => {
    await bind()
    const state: PageState = JSON.parse((await api('state')).text)
    expect(state).toMatchObject({
      origin: running.portal.origin,
      rules: 'documented',
      load: 0,
      app: { title: 'App', stage: 'installed' },
      users: [{ name: 'Anna' }, { name: 'Boris' }],
      handlers: [{ event: 'ONCRMDEALADD', url: HANDLER }],
      deliveries: [],
    })
  })

  it('raises an event, as a user', async () => {
    await bind()
    const raised = await api('raise', { event: 'OnCrmDealAdd', by: 2, data: { FIELDS: { ID: '8' } } })
    expect(JSON.parse(raised.text)).toMatchObject([{ event: 'ONCRMDEALADD', by: 2, state: 'queued' }])
    await running.portal.settled()
    expect(running.portal.deliveries()).toMatchObject([{ state: 'answered', data: { FIELDS: { ID: '8' } } }])
  })

  it('raises an event several times', async () => {
    await bind()
    const raised = await api('raise', { event: 'OnCrmDealAdd', times: 100 })
    expect(JSON.parse(raised.text)).toHaveLength(100)
    const { status, text } = await api('raise', { event: 'OnCrmDealAdd', times: 101 })
    expect({ status, text }).toEqual({ status: 400, text: 'body.times: expected 100 at most' })
  })

  it('tells older deliveries than those of the state', async () => {
    await bind()
    for (let turn = 0; turn < 503; turn++) running.portal.raise('OnCrmDealAdd')
    const state: PageState = JSON.parse((await api('state')).text)
    expect([state.deliveries[0]?.id, state.deliveries.length]).toEqual([4, 500])
    const olderThan = async (before: number) =>
      (JSON.parse((await api(`deliveries?before=${before}`)).text) as Delivery[]).map(({ id }) => id)
    expect(await olderThan(4)).toEqual([1, 2, 3])
    expect(await olderThan(1)).toEqual([])
    expect(await api('deliveries?before=x')).toMatchObject({
      ...{ status: 400, text: 'query.before: expected a whole number from 1 up, not NaN' },
    })
  })

  it('turns the load, forges a delivery and changes a user', async () => {
    await bind()
    await api('load', { load: 3 })
    expect(running.portal.load).toBe(3)
    expect(JSON.parse((await api('forge', { handlerId: 1 })).text)).toMatchObject({
      forged: true,
      status: 200,
    })
    await api('users/2', { active: false })
    expect(running.portal.users()[1]).toMatchObject({ name: 'Boris', active: false })
  })

  it('asks for an app what its frame asks', async () => {
    const ask = async (question: string, body: object) =>
      JSON.parse((await api(`frame/2/${question}`, body)).text)
    expect(await ask('initData', {})).toMatchObject({ IS_ADMIN: false, FIRST_RUN: true, PATH: '/rest' })
    expect(await ask('call', { method: 'profile', params: {} })).toMatchObject({
      status: 200,
      answer: { result: { NAME: 'Boris' } },
    })
    expect(await ask('refreshAuth', {})).toMatchObject({ AUTH_ID: expect.any(String), AUTH_EXPIRES: '3600' })
    await ask('setOption', { kind: 'install', name: 'install', value: true })
    expect(await ask('setOption', { kind: 'user', name: 'a', value: '1' })).toEqual({ a: '1' })
    expect(await ask('initData', {})).toMatchObject({ FIRST_RUN: false })
  })

  it('hands on what a frame calls with, whatever its names are', async () => {
    const call = { method: 'event.test', params: { constructor: 'a', prototype: 'b' } }
    await running.portal.call(running.app.tokenFor(1), 'event.bind', { event: 'OnAppTest', handler: HANDLER })
    expect((await api('frame/1/call', call)).status).toBe(200)
    expect(running.portal.deliveries()).toMatchObject([{ data: { QUERY: call.params } }])
  })

  it.each([
    { what: 'an event that is none', path: 'raise', body: { event: 'OnNothing' }, says: 'OnNothing' },
    { what: 'a user who is none', path: 'raise', body: { event: 'OnCrmDealAdd', by: 9 }, says: 'user 9' },
    { what: 'a load below 0', path: 'load', body: { load: -1 }, says: '-1' },
    { what: 'a handler that is none', path: 'forge', body: { handlerId: 7 }, says: 'handler 7' },
    { what: 'rights that are none', path: 'users/1', body: { scopes: 5 }, says: 'scopes' },
    { what: 'a version that is none', path: 'app/update', body: {}, says: 'version' },
    { what: 'a user who is a text', path: 'raise', body: { event: 'OnCrmDealAdd', by: '1' }, says: 'by' },
    { what: 'no event', path: 'raise', body: {}, says: 'event' },
    { what: 'a load that is none', path: 'load', body: { load: null }, says: 'load' },
    { what: 'an option of no kind', path: 'frame/1/setOption', body: { kind: 'x', name: 'y' }, says: 'kind' },
    { what: 'a question that is none', path: 'frame/1/constructor', body: {}, says: 'constructor' },
  ])('says what is wrong with $what', async ({ path, body, says }) => {
    const { status, text } = await api(path, body)
    expect(status).toBe(400)
    expect(text).toContain(says)
  })

  it('says of a fault of its own no more than that it is one, and tells it in the terminal', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    await bind()
    const fault = new TypeError('Cannot read properties of undefined')
    vi.spyOn(running.portal, 'raise').mockImplementation(() => {
      throw fault
    })
    const { status, text } = await api('raise', { event: 'OnCrmDealAdd' })
    expect({ status, text }).toEqual({ status: 500, text: 'The portal failed. Its own output says more.' })
    expect(told.mock.calls).toEqual([[fault]])
    vi.restoreAllMocks()
  })

  it('says so where the body is no JSON object', async () => {
    const question = { method: 'POST', headers: ownHeaders(), body: 'load=3' }
    const { status, text } = await ask(`${running.url}api/load`, question)
    expect({ status, text }).toEqual({ status: 400, text: 'The body is no JSON object.' })
  })
})

describe('who may ask it', () => {
  const load = (headers: Record<string, string>) => api('load', { load: 5 }, headers)

  it('is the page itself', async () => {
    expect((await load(ownHeaders())).status).toBe(200)
    expect(running.portal.load).toBe(5)
  })

  it.each([
    {
      who: 'a page of another site',
      change: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    },
    {
      who: 'a page of another port',
      change: { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' },
    },
    { who: 'a page without an origin', change: { origin: 'null' } },
  ])('is not $who', async ({ change }) => {
    expect((await load({ ...ownHeaders(), ...change })).status).toBe(403)
    expect(running.portal.load).toBe(0)
  })

  it.each(['state', 'live'])('is nobody else for reading %s either', async (path) => {
    expect((await ask(`${running.url}api/${path}`)).status).toBe(403)
    const crossSite = { ...ownHeaders(), 'sec-fetch-site': 'cross-site' }
    expect((await api(path, undefined, crossSite)).status).toBe(403)
  })

  it('answers no HEAD, whose stream nobody would end', async () => {
    const asked = await ask(`${running.url}api/live`, { method: 'HEAD', headers: ownHeaders() })
    expect(asked.status).toBe(405)
  })

  it('changes nothing by GET', async () => {
    expect((await api('load')).status).toBe(404)
  })
})

describe('the host page', () => {
  it('is served at the portal, and can be framed by nobody', async () => {
    const { status, text, headers } = await ask(running.url)
    expect({ status, text }).toEqual({ status: 200, text: HOST_PAGE })
    expect(headers['content-security-policy']).toBe("frame-ancestors 'none'")
  })

  it('leads to the one name that it has', async () => {
    const { status, headers } = await ask(running.url.replace('localhost', '127.0.0.1'))
    expect({ status, location: headers.location }).toEqual({ status: 302, location: running.url })
  })

  it('is all that is served', async () => {
    for (const path of ['package.json', '%2e%2e/package.json', 'rest']) {
      const { status, text } = await ask(running.url + path)
      expect({ status, text }, path).toEqual({
        ...{ status: 404, text: `Nothing here. The portal's page is at ${running.url}` },
      })
    }
  })
})
