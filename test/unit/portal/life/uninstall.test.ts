import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../../support/form.js'
import {
  ANNA,
  APP_ORIGIN,
  addTestApp,
  BORIS,
  CLARA,
  createTestPortal,
  type TestPortalOptions,
} from '../../../support/test-portal.js'

async function openWithHandlers(options: TestPortalOptions = {}) {
  const testPortal = createTestPortal({ baseDelay: 1000, ...options })
  const farewell = await testPortal.bind('OnAppUninstall', { url: `${APP_ORIGIN}/goodbye/` })
  const deal = await testPortal.bind('OnCrmDealAdd', { url: `${APP_ORIGIN}/deal/` })
  return { ...testPortal, farewell, deal }
}

const unauthorized = { status: 401, answer: { error: 'NO_AUTH_FOUND' } }

describe('uninstalling an app', () => {
  it.each([
    { options: { clean: true }, CLEAN: '1' },
    { options: { clean: false }, CLEAN: '0' },
    { options: {}, CLEAN: '0' },
  ])('is told to its handlers, gone as they are: $options', async ({ options, CLEAN }) => {
    const { portal, app, clock, received, farewell } = await openWithHandlers()
    app.uninstall(options)
    expect(portal.handlers()).toEqual([])
    await clock.advance(999)
    expect(received).toEqual([])
    await clock.advance(1)
    expect(received.map(({ url }) => url)).toEqual([farewell.url])
    const { event, event_handler_id, data } = readDelivery(received[0] ?? { body: '' })
    expect({ event, event_handler_id }).toEqual({
      ...{ event: 'ONAPPUNINSTALL', event_handler_id: String(farewell.id) },
    })
    expect(data).toEqual({ LANGUAGE_ID: 'en', CLEAN })
  })

  it('is signed as ever, and carries no tokens', async () => {
    const { app, clock, received } = await openWithHandlers()
    const { applicationToken } = app
    app.uninstall({ by: CLARA })
    await clock.advance(1000)
    const { auth } = readDelivery(received[0] ?? { body: '' })
    expect(auth.application_token).toBe(applicationToken)
    for (const name of ['access_token', 'refresh_token', 'user_id']) expect(auth).not.toHaveProperty(name)
  })

  it('skips what else waits for the handlers, and causes nothing new', async () => {
    const { portal, app, clock, received } = await openWithHandlers()
    portal.raise('OnCrmDealAdd', { by: ANNA })
    app.uninstall()
    expect(portal.raise('OnCrmDealAdd', { by: ANNA })).toEqual([])
    await clock.advance(1000)
    expect(portal.deliveries()).toMatchObject([
      { event: 'ONCRMDEALADD', state: 'skipped', reason: 'handler removed' },
      { event: 'ONAPPUNINSTALL', state: 'answered' },
    ])
    expect(received).toHaveLength(1)
  })

  it('is told whatever the rights of the user whom the handler names', async () => {
    const { portal, app, clock, received, bind } = await openWithHandlers()
    await bind('OnAppUninstall', { authType: BORIS })
    portal.updateUser(BORIS, { active: false, access: false, scopes: [] })
    app.uninstall()
    await clock.advance(1000)
    expect(received).toHaveLength(2)
  })

  it('is told even where the installation was never finished', async () => {
    const { app, clock, received } = await openWithHandlers({ app: { installed: false } })
    app.uninstall()
    await clock.advance(1000)
    expect(received).toHaveLength(1)
  })

  it('ends all tokens of the app, and those of no other', async () => {
    const { portal, app } = await openWithHandlers()
    const other = addTestApp(portal)
    const [token, othersToken] = [app.tokenFor(ANNA), other.tokenFor(ANNA)]
    const { REFRESH_ID } = await app.hostFor(ANNA).refreshAuth()
    expect(await portal.call(token, 'profile')).toMatchObject({ status: 200 })
    app.uninstall()
    expect(await portal.call(token, 'profile')).toMatchObject(unauthorized)
    expect(await portal.call(othersToken, 'profile')).toMatchObject({ status: 200 })
    const { id: client_id, clientSecret: client_secret } = app
    expect(
      await portal.renewTokens({
        ...{ grant_type: 'refresh_token', refresh_token: REFRESH_ID, client_id, client_secret },
      }),
    ).toMatchObject({ status: 400, answer: { error: 'invalid_grant' } })
  })

  it('leaves another app and its handlers as they are', async () => {
    const { portal, app, clock, received } = await openWithHandlers()
    const other = addTestApp(portal, { url: 'https://other.example/' })
    const host = other.hostFor(ANNA)
    const handler = 'https://other.example/handler/'
    for (const event of ['OnCrmDealAdd', 'OnAppUninstall']) {
      await host.call('event.bind', { event, handler })
    }
    portal.raise('OnCrmDealAdd', { by: ANNA, app: other.id })
    app.uninstall()
    await clock.advance(1000)
    expect(received.map(({ url }) => url)).toEqual([handler, `${APP_ORIGIN}/goodbye/`])
    expect(portal.handlers().map(({ appId }) => appId)).toEqual([other.id, other.id])
    expect(other.stage).toBe('installed')
  })

  it('happens once', async () => {
    const { portal, app } = await openWithHandlers()
    app.uninstall()
    const before = portal.deliveries()
    expect(() => app.uninstall()).toThrow('not installed')
    expect(() => app.finishInstall()).toThrow('not installed')
    expect(portal.deliveries()).toEqual(before)
    expect(app.stage).toBe('uninstalled')
  })
})
