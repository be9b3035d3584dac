import type { RuleSet } from 'bx24-events/portal'
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

const RULE_SETS: readonly RuleSet[] = ['documented', 'current']

async function openWithHandlers(options: TestPortalOptions = {}) {
  const testPortal = createTestPortal(options)
  const farewell = await testPortal.bind('OnAppUpdate', { url: `${APP_ORIGIN}/updated/` })
  const deal = await testPortal.bind('OnCrmDealAdd', { url: `${APP_ORIGIN}/deal/` })
  return { ...testPortal, farewell, deal }
}

describe.each(RULE_SETS)('a new version, by the rules "%s",', (rules) => {
  it('is told to the handlers that there were, with the tokens of who installed it', async () => {
    const { portal, app, received, farewell } = await openWithHandlers({ rules })
    app.update('2.0.0', { by: CLARA })
    await portal.settled()
    expect(received.map(({ url }) => url)).toEqual([farewell.url])
    const { event, event_handler_id, data, auth } = readDelivery(received[0] ?? { body: '' })
    expect({ event, event_handler_id }).toEqual({ event: 'ONAPPUPDATE', event_handler_id: `${farewell.id}` })
    expect(data).toEqual({ VERSION: '2.0.0', PREVIOUS_VERSION: '1.0.0', LANGUAGE_ID: 'en' })
    expect(auth).toMatchObject({ user_id: `${CLARA}`, refresh_token: expect.stringMatching(/^[\da-f]{32}$/) })
    expect(await portal.call(auth.access_token ?? '', 'profile')).toMatchObject({
      answer: { result: { NAME: 'Clara' } },
    })
  })

  it('opens the app as one that is to be installed, and takes calls all the while', async () => {
    const { app } = await openWithHandlers({ rules })
    const host = app.hostFor(ANNA)
    expect(await host.initData()).toMatchObject({ INSTALL: false })
    app.update('2.0.0')
    expect(await host.initData()).toMatchObject({ INSTALL: true })
    expect(app).toMatchObject({ version: '2.0.0', stage: 'installing', installed: false })
    expect((await host.call('app.info', {})).answer.result).toMatchObject({
      ...{ VERSION: '2.0.0', INSTALLED: false },
    })
    app.finishInstall()
    expect(await host.initData()).toMatchObject({ INSTALL: false })
  })

  it('holds back all other events until its installation is finished, and says so in the log', async () => {
    const { portal, app, received, bind } = await openWithHandlers({ rules })
    app.update('2.0.0')
    await portal.settled()
    await bind('OnTaskAdd')
    portal.raise('OnTaskAdd', { by: ANNA })
    await portal.settled()
    expect(portal.deliveries().at(-1)).toMatchObject({
      ...{ event: 'ONTASKADD', state: 'skipped', reason: 'installation not finished' },
    })
    expect(received).toHaveLength(1)
    app.finishInstall()
    portal.raise('OnTaskAdd', { by: ANNA })
    await portal.settled()
    expect(received.map((request) => readDelivery(request).event)).toEqual(['ONAPPUPDATE', 'ONTASKADD'])
  })

  it('is followed by an end of the installation, which the handlers hear that are bound by then', async () => {
    const { portal, app, received, bind } = await openWithHandlers({ rules })
    app.update('2.0.0')
    await bind('OnAppInstall')
    app.finishInstall({ by: CLARA })
    await portal.settled()
    const { event, data } = readDelivery(received.at(-1) ?? { body: '' })
    expect(event).toBe('ONAPPINSTALL')
    expect(data).toMatchObject({ VERSION: '2.0.0', INSTALLED: 'Y' })
  })

  it('leaves the tokens as they are, the one of the installation included', async () => {
    const { portal, app } = await openWithHandlers({ rules })
    const [token, { applicationToken }] = [app.tokenFor(ANNA), app]
    app.update('2.0.0')
    expect(await portal.call(token, 'profile')).toMatchObject({ status: 200 })
    expect(app.applicationToken).toBe(applicationToken)
  })

  it('asks for scopes of its own, or else for those of the last version', async () => {
    const { app } = await openWithHandlers({ rules })
    const bindable = async () => (await app.hostFor(ANNA).call('events', {})).answer.result
    app.update('2.0.0')
    expect(app.scopes).toEqual(['crm', 'task'])
    expect(await bindable()).toContain('ONCRMDEALADD')
    app.update('3.0.0', { scopes: ['task'] })
    expect(app.scopes).toEqual(['task'])
    expect(await bindable()).not.toContain('ONCRMDEALADD')
    expect(await bindable()).toContain('ONTASKADD')
  })

  it('is told even where the installation of the last one was never finished', async () => {
    const { portal, app, received } = await openWithHandlers({ rules, app: { installed: false } })
    app.update('2.0.0')
    await portal.settled()
    expect(received).toHaveLength(1)
  })

  it('says nothing to the handlers of another app, and leaves them be', async () => {
    const { portal, app, received } = await openWithHandlers({ rules })
    const other = addTestApp(portal, { url: 'https://other.example/' })
    const params = { event: 'OnAppUpdate', handler: 'https://other.example/handler/' }
    await other.hostFor(ANNA).call('event.bind', params)
    app.update('2.0.0')
    await portal.settled()
    expect(received).toHaveLength(1)
    expect(portal.handlers().filter(({ appId }) => appId === other.id)).toHaveLength(1)
    expect(other).toMatchObject({ version: '1.0.0', stage: 'installed' })
  })

  it('is none for an app that is not installed, nor by a user whom nobody knows: then nothing happens', async () => {
    const { portal, app } = await openWithHandlers({ rules })
    expect(() => app.update('2.0.0', { by: 99 })).toThrow(RangeError)
    expect(app).toMatchObject({ version: '1.0.0', stage: 'installed' })
    app.uninstall()
    const before = portal.deliveries()
    expect(() => app.update('2.0.0')).toThrow('not installed')
    expect(app).toMatchObject({ version: '1.0.0', stage: 'uninstalled' })
    expect(portal.deliveries()).toEqual(before)
  })
})

describe('what becomes of the handlers of the last version', () => {
  it('by the documented rules they are deleted, and what waits for them is skipped', async () => {
    const { portal, app, received } = await openWithHandlers()
    portal.raise('OnCrmDealAdd', { by: ANNA })
    app.update('2.0.0')
    expect(portal.handlers()).toEqual([])
    app.finishInstall()
    await portal.settled()
    expect(portal.deliveries()).toMatchObject([
      { event: 'ONCRMDEALADD', state: 'skipped', reason: 'handler removed' },
      { event: 'ONAPPUPDATE', state: 'answered' },
    ])
    expect(received).toHaveLength(1)
  })

  it('by the current rules they are kept, and called again once the installation is finished', async () => {
    const { portal, app, received, farewell, deal } = await openWithHandlers({ rules: 'current' })
    app.update('2.0.0')
    expect(portal.handlers()).toEqual([farewell, deal])
    app.finishInstall()
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    expect(received.map(({ url }) => url)).toEqual([farewell.url, deal.url])
  })

  it('by the current rules one whose scope is gone is not called, and the log says why', async () => {
    const { portal, app, received, bind } = await openWithHandlers({ rules: 'current' })
    await bind('OnTaskAdd')
    app.update('2.0.0', { scopes: ['task'] })
    app.finishInstall()
    await portal.settled()
    for (const event of ['OnCrmDealAdd', 'OnTaskAdd']) portal.raise(event, { by: BORIS })
    await portal.settled()
    expect(portal.deliveries().slice(-2)).toMatchObject([
      { event: 'ONCRMDEALADD', state: 'skipped', reason: 'the app has no scope crm' },
      { event: 'ONTASKADD', state: 'answered' },
    ])
    expect(received.map((request) => readDelivery(request).event)).toEqual(['ONAPPUPDATE', 'ONTASKADD'])
  })

  it('is decided for what waits when it leaves: the new version may be installed by then', async () => {
    const { portal, app, clock, received } = await openWithHandlers({ rules: 'current', baseDelay: 1000 })
    portal.raise('OnCrmDealAdd', { by: ANNA })
    app.update('2.0.0')
    await clock.advance(500)
    app.finishInstall()
    await clock.advance(500)
    expect(received.map((request) => readDelivery(request).event)).toEqual(['ONCRMDEALADD', 'ONAPPUPDATE'])
  })
})
