import { describe, expect, it } from 'vitest'
import { ANNA, APP_ORIGIN, addTestApp, BORIS, CLARA, createTestPortal } from '../../support/test-portal.js'

describe('explaining a handler', () => {
  it('says that it would be called, as whom, and where', async () => {
    const { portal, app, bind } = createTestPortal()
    const one = await bind('OnCrmDealAdd', { url: `${APP_ORIGIN}/one/` })
    const other = await bind('OnCrmDealAdd', { url: `${APP_ORIGIN}/other/`, authType: CLARA })
    expect(portal.explain({ event: 'onCrmDealAdd', by: BORIS })).toEqual({
      event: 'ONCRMDEALADD',
      handlers: [
        { handlerId: one.id, appId: app.id, url: one.url, authType: 0, called: true },
        { handlerId: other.id, appId: app.id, url: other.url, authType: CLARA, called: true },
      ],
      hints: [],
    })
  })

  it('changes nothing, and causes nothing', async () => {
    const { portal, received, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    const before = portal.snapshot()
    portal.explain({ event: 'OnCrmDealAdd', by: BORIS })
    await portal.settled()
    expect(portal.snapshot()).toEqual(before)
    expect(received).toEqual([])
  })

  it.each([
    { patch: { active: false }, reason: 'user 2 is inactive' },
    { patch: { access: false }, reason: 'the app is not open to user 2' },
    { patch: { scopes: ['task'] }, reason: 'user 2 has no rights in crm' },
  ])('says why it would not be called for a user: $reason', async ({ patch, reason }) => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    await bind('OnCrmDealAdd', { authType: BORIS })
    await bind('OnCrmDealAdd', { authType: CLARA })
    portal.updateUser(BORIS, patch)
    const explain = (by: number) =>
      portal.explain({ event: 'OnCrmDealAdd', by }).handlers.map((handler) => handler.reason ?? 'called')
    expect(explain(BORIS)).toEqual([reason, reason, 'called'])
    expect(explain(ANNA)).toEqual(['called', reason, 'called'])
  })

  it('says that the installation is not finished, at first and after each new version', async () => {
    const { portal, app, bind } = createTestPortal({ rules: 'current', app: { installed: false } })
    await bind('OnCrmDealAdd')
    const waits = { handlers: [{ called: false, reason: 'installation not finished' }] }
    for (const version of ['2.0.0', '3.0.0']) {
      expect(portal.explain({ event: 'OnCrmDealAdd', by: ANNA })).toMatchObject(waits)
      app.finishInstall()
      expect(portal.explain({ event: 'OnCrmDealAdd', by: ANNA })).toMatchObject({
        handlers: [{ called: true }],
      })
      app.update(version)
    }
    expect(portal.explain({ event: 'OnCrmDealAdd', by: ANNA })).toMatchObject(waits)
  })

  it('says that the scope is gone that the app once had', async () => {
    const { portal, app, bind } = createTestPortal({ rules: 'current' })
    await bind('OnCrmDealAdd')
    app.update('2.0.0', { scopes: ['task'] })
    app.finishInstall()
    expect(portal.explain({ event: 'OnCrmDealAdd', by: ANNA })).toMatchObject({
      handlers: [{ called: false, reason: 'the app has no scope crm' }],
      hints: [],
    })
  })

  it.each(['OnAppUpdate', 'OnAppUninstall'])(
    'says of %s, which ends an installation, that all hear it',
    async (event) => {
      const { portal, bind } = createTestPortal({ app: { installed: false } })
      await bind(event, { authType: BORIS })
      await bind('OnCrmDealAdd', { authType: BORIS })
      portal.updateUser(BORIS, { active: false })
      expect(portal.explain({ event, by: BORIS })).toMatchObject({ handlers: [{ called: true }] })
      expect(portal.explain({ event: 'OnCrmDealAdd' })).toMatchObject({ handlers: [{ called: false }] })
    },
  )

  it('asks for nobody where a robot acts, unless the handler names a user', async () => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    await bind('OnCrmDealAdd', { authType: BORIS })
    portal.updateUser(BORIS, { active: false })
    expect(portal.explain({ event: 'OnCrmDealAdd' }).handlers).toMatchObject([
      { called: true },
      { called: false, reason: 'user 2 is inactive' },
    ])
  })

  it('is about the handlers of all apps', async () => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    const other = addTestApp(portal, { title: 'Other', url: 'https://other.example/', installed: false })
    const params = { event: 'OnCrmDealAdd', handler: 'https://other.example/handler/' }
    await other.hostFor(ANNA).call('event.bind', params)
    expect(portal.explain({ event: 'OnCrmDealAdd', by: ANNA }).handlers).toMatchObject([
      { called: true },
      { appId: other.id, called: false, reason: 'installation not finished' },
    ])
  })

  it('needs a user that there is, as raising does', async () => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    const explain = (by: number) => portal.explain({ event: 'OnCrmDealAdd', by })
    const raise = (by: number) => portal.raise('OnCrmDealAdd', { by })
    for (const ask of [explain, raise]) {
      expect(() => ask(99)).toThrow(RangeError)
      expect(() => ask(99)).toThrow('no user 99')
      expect(() => ask(ANNA)).not.toThrow()
    }
  })
})

describe('explaining an event that nobody has bound', () => {
  it('says so', () => {
    const { portal } = createTestPortal()
    expect(portal.explain({ event: 'OnCrmDealAdd', by: ANNA })).toEqual({
      ...{ event: 'ONCRMDEALADD', handlers: [], hints: ['Nobody has bound ONCRMDEALADD.'] },
    })
  })

  it('says which apps would need which scope to bind it', () => {
    const { portal } = createTestPortal({ app: { title: 'Mine', scopes: ['task'] } })
    addTestApp(portal, { title: 'Other', scopes: ['crm'] })
    expect(portal.explain({ event: 'OnCrmDealAdd' }).hints).toEqual([
      'Nobody has bound ONCRMDEALADD.',
      'Mine needs scope crm to bind it.',
    ])
    expect(portal.explain({ event: 'OnAppTest' }).hints).toEqual(['Nobody has bound ONAPPTEST.'])
  })

  it('says nothing of the kind once somebody has', async () => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    expect(portal.explain({ event: 'OnCrmDealAdd' }).hints).toEqual([])
  })
})

describe('explaining an event that there is none of', () => {
  it.each([
    ['OnCrmDeadAdd', 'Did you mean ONCRMDEALADD or ONCRMLEADADD?'],
    ['onCrmDealAdded', 'Did you mean ONCRMDEALADD?'],
    ['OnTaskAd', 'Did you mean ONTASKADD?'],
    ['ONAPPINSTAL', 'Did you mean ONAPPINSTALL?'],
  ])('says that, and what is written almost like it: %s', (event, hint) => {
    const { portal } = createTestPortal()
    expect(portal.explain({ event, by: ANNA })).toEqual({
      event: event.toUpperCase(),
      handlers: [],
      hints: [`There is no event ${event}. ${hint}`],
    })
  })

  it.each(['', 'constructor', '__proto__', 'SomethingElseAltogether', 'x'.repeat(10_000)])(
    'says just that where nothing is like it: %.30s',
    (event) => {
      const { portal } = createTestPortal()
      const { handlers, hints } = portal.explain({ event })
      expect({ handlers, hints }).toEqual({ handlers: [], hints: [`There is no event ${event}.`] })
    },
  )
})
