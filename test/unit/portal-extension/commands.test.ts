import { describe, expect, it } from 'vitest'
import { BINDING, openTaughtApp, profile } from '../../support/taught-app.js'
import { ANNA, BORIS, HANDLER_URL, PORTAL_ORIGIN } from '../../support/test-portal.js'

describe('the commands', () => {
  it('bind, unbind and call any method, and the answers are those of REST', async () => {
    const { ask, portal } = await openTaughtApp()
    const time = expect.objectContaining({ start: expect.any(Number) })
    expect(await ask('callBind', BINDING)).toEqual({ status: 200, answer: { result: true, time } })
    expect(portal.handlers()).toMatchObject([{ event: 'ONCRMDEALADD', url: HANDLER_URL, authType: BORIS }])
    expect(await ask('callMethod', { method: 'event.get', params: {} })).toMatchObject({
      answer: { result: [{ event: 'ONCRMDEALADD', handler: HANDLER_URL, auth_type: '2' }] },
    })
    expect(await ask('callUnbind', BINDING)).toEqual({ status: 200, answer: { result: { count: 1 }, time } })
    expect(portal.handlers()).toEqual([])
  })

  it('keep code, text and status of an error of the portal', async () => {
    const { ask } = await openTaughtApp()
    await ask('callBind', BINDING)
    const description = 'Unable to set event handler: Handler already binded'
    expect(await ask('callBind', BINDING)).toMatchObject({
      status: 400,
      answer: { error: 'ERROR_CORE', error_description: description },
    })
    expect(await ask('callMethod', { method: 'no.such', params: {} })).toMatchObject({
      status: 404,
      answer: { error: 'ERROR_METHOD_NOT_FOUND' },
    })
  })

  it('make one request of the portal itself, by the token alone', async () => {
    const { ask, requests, layout } = await openTaughtApp()
    await ask('callBind', BINDING)
    expect(requests).toMatchObject([
      {
        url: `${PORTAL_ORIGIN}/rest/event.bind.json`,
        init: { method: 'POST', credentials: 'omit', mode: 'same-origin', redirect: 'error' },
      },
    ])
    expect([...new URLSearchParams(`${requests[0]?.init.body}`)]).toEqual([
      ['event', 'OnCrmDealAdd'],
      ['handler', HANDLER_URL],
      ['auth_type', '2'],
      ['auth', layout.params.authId],
    ])
  })

  it('carry parameters that are nested, switches, lists and dates', async () => {
    const { ask, requests } = await openTaughtApp()
    const params = { filter: { ID: [5, 6] }, full: true, half: false, none: null, since: new Date(0) }
    await ask('callMethod', profile(params))
    const [request] = requests
    expect(decodeURIComponent(`${request?.init.body}`)).toMatch(
      /^filter\[ID\]\[0\]=5&filter\[ID\]\[1\]=6&full=1&half=0&since=1970-01-01T00:00:00.000Z&auth=\w+$/,
    )
  })
})

describe('who calls', () => {
  it('is who has the app open', async () => {
    const { ask } = await openTaughtApp(BORIS)
    expect(await ask('callMethod', profile())).toMatchObject({ answer: { result: { ID: '2' } } })
  })

  it.each(['auth', 'AUTH', 'Auth'])('is never what an app says as %s', async (name) => {
    const { ask, app, portal } = await openTaughtApp(BORIS)
    const token = app.tokenFor(ANNA)
    expect((await portal.call(token, 'profile', {})).answer).toMatchObject({ result: { ID: '1' } })
    expect(await ask('callMethod', profile({ [name]: token }))).toMatchObject({
      answer: { result: { ID: '2' } },
    })
    await ask('callBind', { ...BINDING, [name]: token })
    expect(portal.handlers()).toEqual([])
  })

  // The first two are what PHP takes for `auth` too.
  it.each([' auth', 'auth[]', 'auth[0]', 'auth[x]'])('is never what an app says as %j', async (name) => {
    const { ask, app, requests, layout } = await openTaughtApp(BORIS)
    const reply = await ask('callMethod', profile({ [name]: app.tokenFor(ANNA) }))
    expect(JSON.stringify(reply)).not.toContain('"ID":"1"')
    expect([...new URLSearchParams(`${requests[0]?.init.body}`)].at(-1)).toEqual([
      'auth',
      layout.params.authId,
    ])
  })

  it('has the token of the page, which renews it', async () => {
    const { ask, clock } = await openTaughtApp()
    await clock.advance(3_601_000)
    expect(await ask('callMethod', profile())).toMatchObject({
      status: 401,
      answer: { error: 'expired_token' },
    })
    await ask('refreshAuth', {})
    expect(await ask('callMethod', profile())).toMatchObject({ status: 200, answer: { result: { ID: '1' } } })
  })
})
