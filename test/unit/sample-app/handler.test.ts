import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../../support/http.js'
import { startServer } from '../../support/http-server.js'
import { createInbox } from '../../support/inbox.js'
import { type SampleApp, startSampleApp } from './sample-app.js'

const [ANNA, BORIS] = [1, 2]

let app: SampleApp
beforeEach(async () => {
  app = await startSampleApp()
})
afterEach(() => app.close())

async function bind(authType = 0): Promise<void> {
  const { portal, app: portalApp } = app.running
  const params = { event: 'OnCrmDealAdd', handler: app.handlerUrl, auth_type: authType }
  await portal.call(portalApp.tokenFor(ANNA), 'event.bind', params)
}

const raise = (by?: number) =>
  app.running.portal.raise('ONCRMDEALADD', {
    data: { FIELDS: { ID: '7406' } },
    ...(by === undefined ? {} : { by }),
  })

describe('what a portal delivers', () => {
  it('is answered with 200, and kept decoded and as it was sent', async () => {
    await bind()
    raise(BORIS)
    const received = await app.nextDone()
    const [delivery] = app.running.portal.deliveries()
    expect(delivery).toMatchObject({ state: 'answered', status: 200 })
    expect(received).toMatchObject({
      verified: true,
      event: 'ONCRMDEALADD',
      handlerId: '1',
      data: { FIELDS: { ID: '7406' } },
      auth: { user_id: '2', application_token: app.running.app.applicationToken },
      raw: delivery?.request?.body,
    })
    expect(received.refused).toBeUndefined()
  })

  it('is acted on as the user who acted, each POST with its own token', async () => {
    await bind()
    raise(BORIS)
    raise(ANNA)
    const acting = [await app.nextDone(), await app.nextDone()].map(({ rest }) => rest)
    expect(acting).toMatchObject([
      { state: 'answered', method: 'profile', status: 200, answer: { result: { ID: '2', NAME: 'Boris' } } },
      { state: 'answered', method: 'profile', status: 200, answer: { result: { ID: '1', NAME: 'Anna' } } },
    ])
  })

  it('is acted on as the user that the handler was bound for', async () => {
    await bind(BORIS)
    raise(ANNA)
    expect((await app.nextDone()).rest).toMatchObject({ answer: { result: { ID: '2' } } })
  })

  it('is acted on as nobody where a robot acted', async () => {
    await bind()
    raise()
    expect((await app.nextDone()).rest).toMatchObject({
      state: 'none',
      reason: expect.stringMatching(/robot/),
    })
  })

  it('is known by its application_token: a forged one is refused, and noted', async () => {
    await bind()
    expect(await app.running.portal.forge(1)).toMatchObject({ state: 'answered', status: 403 })
    expect(await app.nextDone()).toMatchObject({ verified: false, rest: { state: 'none' } })
  })
})

describe('a POST from anybody', () => {
  const rightToken = () => app.running.app.applicationToken

  it('is taken with the right application_token', async () => {
    const answer = await app.post({ event: 'ONCRMDEALADD', 'auth[application_token]': rightToken() })
    expect(answer.status).toBe(200)
    expect(await app.nextDone()).toMatchObject({ verified: true })
  })

  it.each([
    ['no token', () => ({})],
    ['an empty one', () => ({ 'auth[application_token]': '' })],
    ['another one', () => ({ 'auth[application_token]': 'x'.repeat(rightToken().length) })],
    ['the beginning of the right one', () => ({ 'auth[application_token]': rightToken().slice(0, -1) })],
    ['the right one and more', () => ({ 'auth[application_token]': `${rightToken()}x` })],
    ['a list with the right one', () => ({ 'auth[application_token][]': rightToken() })],
    ['the right one in another place', () => ({ application_token: rightToken() })],
  ])('is refused with 403 where it brings %s', async (_what, fields) => {
    const answer = await app.post({ event: 'ONCRMDEALADD', ...fields() })
    expect(answer).toMatchObject({
      status: 403,
      text: expect.stringMatching(/^Refused: .*application_token/),
    })
    expect(await app.nextDone()).toMatchObject({ verified: false, refused: answer.text })
  })

  it('is refused while the app is not installed, even where it brings what is not known either', async () => {
    const uninstalled = await startSampleApp({ installed: false })
    const answer = await uninstalled.post({ event: 'ONCRMDEALADD', 'auth[application_token]': 'undefined' })
    expect(answer).toMatchObject({ status: 403, text: expect.stringMatching(/heard of no installation/) })
    await uninstalled.close()
  })

  it('makes the handler call an address only where the application_token is right', async () => {
    const called: string[] = []
    const somebody = await startServer((request, response) => {
      called.push(request.url ?? '')
      response.end('{"result":{}}')
    })
    const fields = {
      event: 'ONCRMDEALADD',
      'auth[access_token]': 'token',
      'auth[client_endpoint]': `${somebody.origin}/rest/`,
    }
    await app.post({ ...fields, 'auth[application_token]': 'wrong' })
    await app.nextDone()
    expect(called).toEqual([])
    await app.post({ ...fields, 'auth[application_token]': rightToken() })
    await app.nextDone()
    expect(called).toEqual(['/rest/profile'])
    await somebody.close()
  })

  it('is acted on with its own token, even where that one is dead', async () => {
    await app.post({
      event: 'ONCRMDEALADD',
      'auth[application_token]': rightToken(),
      'auth[access_token]': 'dead',
      'auth[client_endpoint]': `${app.running.url}rest/`,
    })
    expect((await app.nextDone()).rest).toMatchObject({ status: 401, answer: { error: 'NO_AUTH_FOUND' } })
  })

  it('is answered before the portal has been asked', async () => {
    const waiting = createInbox<ServerResponse>()
    const slow = await startServer((_request, response) => waiting.push(response))
    const answer = await app.post({
      event: 'ONCRMDEALADD',
      'auth[application_token]': rightToken(),
      'auth[access_token]': 'token',
      'auth[client_endpoint]': `${slow.origin}/rest/`,
    })
    expect(answer.status).toBe(200)
    const response = await waiting.next()
    response.end('{"result":{"ID":"2","NAME":"Boris"}}')
    expect((await app.nextDone()).rest).toMatchObject({ state: 'answered', status: 200 })
    await slow.close()
  })

  it.each([
    ['nobody listens', 'http://127.0.0.1:1/rest/'],
    ['the address is none', 'nonsense'],
  ])('is kept with the reason where %s at the portal’s address', async (_what, endpoint) => {
    await app.post({
      event: 'ONCRMDEALADD',
      'auth[application_token]': rightToken(),
      'auth[access_token]': 'token',
      'auth[client_endpoint]': endpoint,
    })
    expect((await app.nextDone()).rest).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/could not be asked/),
    })
  })
})

describe('what is no POST of a portal', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  it.each([
    ['GET', { method: 'GET' }, 405, /Only POST/],
    ['JSON', { headers: { 'content-type': 'application/json' }, body: '{"event":"X"}' }, 400, /form/],
    ['a form without event', { headers: form, body: 'data=1' }, 400, /event/],
    [
      'more than a megabyte',
      { headers: form, body: `event=X&data=${'x'.repeat(1024 * 1024)}` },
      413,
      /larger/,
    ],
  ])('is refused: %s', async (_what, question, status, text) => {
    const answer = await ask(app.handlerUrl, { method: 'POST', ...question })
    expect(answer).toMatchObject({ status, text: expect.stringMatching(text) })
  })

  it('says which method is served', async () => {
    expect((await ask(app.handlerUrl)).headers.allow).toBe('POST')
  })

  it('goes on to the next middleware where the address is none of the back end’s', async () => {
    expect((await ask(`${app.origin}/handler/deeper`)).text).toBe('none of the back end')
  })
})
