import { createBX24 } from 'bx24-events'
import { NO_FAULTS } from 'bx24-events/portal'
import type { RestCallRecord, RunningPortal } from 'bx24-events/server'
import { openTestFrame } from 'bx24-events/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../../support/http.js'
import { startTestPortal } from '../../support/running-portal.js'
import { listenToServer } from '../../support/server-sent-events.js'

let running: RunningPortal
beforeEach(async () => {
  running = await startTestPortal()
})
afterEach(() => running.close())

const HANDLER = 'https://app.example.com/handler/'
const LOST = 'answer lost'

async function post(path: string, body: object) {
  const headers = { origin: running.portal.origin, 'sec-fetch-site': 'same-origin' }
  const { status, text } = await ask(`${running.url}api/${path}`, {
    ...{ method: 'POST', headers, body: JSON.stringify(body) },
  })
  return { status, text, answer: status === 200 ? JSON.parse(text) : undefined }
}

const rest = (method: string, token = running.app.tokenFor(1)) =>
  ask(`${running.url}rest/${method}?auth=${token}`)

describe("the host page's own API", () => {
  it('turns faults on and off, and answers with what holds', async () => {
    const faults = { queryLimit: 'all', lostReplies: 0, handlers: 'down' }
    expect((await post('faults', { queryLimit: 'all', handlers: 'down' })).answer).toEqual(faults)
    expect(running.portal.faults).toEqual(faults)
    expect((await post('faults', NO_FAULTS)).answer).toEqual(NO_FAULTS)
  })

  it('sets how long tokens live, and lets those that there are expire', async () => {
    const token = running.app.tokenFor(1)
    expect((await post('tokenLifetime', { tokenLifetime: 5000 })).answer).toEqual({ tokenLifetime: 5000 })
    expect(running.portal.tokenLifetime).toBe(5000)
    expect((await rest('profile', token)).status).toBe(200)
    expect((await post('expireTokens', {})).status).toBe(200)
    expect((await rest('profile', token)).text).toContain('expired_token')
  })

  it.each([
    {
      path: 'faults',
      body: { queryLimit: -1 },
      says: 'queryLimit: expected a whole number from 0 up, or all',
    },
    {
      path: 'faults',
      body: { handler: 'down' },
      says: 'faults.handler: there is no such option. Did you mean handlers?',
    },
    { path: 'tokenLifetime', body: { tokenLifetime: 0 }, says: 'tokenLifetime: expected a number above 0' },
  ])('says what is wrong with $body', async ({ path, body, says }) => {
    const { status, text } = await post(path, body)
    expect(status).toBe(400)
    expect(text).toContain(says)
    expect(running.portal.faults).toEqual(NO_FAULTS)
  })

  it('tells of each change, and counts down', async () => {
    const live = await listenToServer(`${running.url}api/live`)
    const next = async () => (await live.next()).value
    expect(await next()).toMatchObject({
      name: 'state',
      data: { faults: NO_FAULTS, tokenLifetime: 3_600_000 },
    })
    await post('faults', { queryLimit: 2 })
    expect(await next()).toMatchObject({ name: 'update', data: { faults: { queryLimit: 2 } } })
    await running.portal.call(running.app.tokenFor(1), 'profile')
    expect(await next()).toMatchObject({ name: 'update', data: { faults: { queryLimit: 1 } } })
    await post('tokenLifetime', { tokenLifetime: 7000 })
    expect(await next()).toEqual({ name: 'update', data: { tokenLifetime: 7000 } })
    await live.return()
  })

  it('hands the page a lost reply, so that it can say what nobody hears', async () => {
    running.portal.setFaults({ lostReplies: 1 })
    const call = { method: 'event.bind', params: { event: 'OnCrmDealAdd', handler: HANDLER } }
    expect((await post('frame/1/call', call)).answer).toMatchObject({
      ...{ status: 200, answer: { result: true }, lost: true },
    })
    expect(running.portal.handlers()).toHaveLength(1)
    expect((await post('frame/1/call', { method: 'profile' })).answer).not.toHaveProperty('lost')
  })
})

describe('a lost reply over HTTP', () => {
  it('is a connection that is cut once the work is done, and the next call is answered', async () => {
    running.portal.setFaults({ lostReplies: 1 })
    const path = `event.bind.json`
    const body = new URLSearchParams({
      ...{ auth: running.app.tokenFor(1), event: 'OnCrmDealAdd', handler: HANDLER },
    }).toString()
    const question = { method: 'POST', headers: { 'content-type': 'text/plain' }, body }
    const cut = ask(`${running.url}rest/${path}`, question).catch(() => LOST)
    expect(await cut).toBe(LOST)
    expect(running.portal.handlers()).toMatchObject([{ url: HANDLER }])
    expect((await rest('profile')).status).toBe(200)
  })

  it('is an error to an app, which does not repeat the call by itself, on a connection used before too', async () => {
    const { portal, app } = running
    const { window } = openTestFrame(portal, { app, userId: 1 })
    const BX24 = createBX24({ window, route: 'rest' })
    await BX24.callMethod('profile')
    portal.setFaults({ lostReplies: 1 })
    await expect(BX24.callBind('OnCrmDealAdd', HANDLER)).rejects.toMatchObject({
      ...{ code: 'NETWORK', method: 'event.bind' },
    })
    expect(portal.handlers()).toHaveLength(1)
    expect(portal.faults).toEqual(NO_FAULTS)
    expect(await BX24.callUnbind('OnCrmDealAdd', HANDLER)).toEqual({ count: 1 })
    BX24.close()
  })

  it('is told in the log, with what nobody has heard', async () => {
    const live = await listenToServer(`${running.url}api/live`)
    await live.next()
    running.portal.setFaults({ lostReplies: 1 })
    await rest('profile').catch(() => LOST)
    const records: RestCallRecord[] = []
    for await (const { name, data } of live) {
      if (name !== 'call') continue
      records.push(data as RestCallRecord)
      break
    }
    expect(records).toMatchObject([{ method: 'profile', status: 200, lost: true }])
  })
})
