import { createPortal, type PortalOptions } from 'bx24-events/portal'
import { describe, expect, it, vi } from 'vitest'
import { nested } from '../../support/nested.js'
import {
  ANNA,
  addTestApp,
  BORIS,
  createTestPortal,
  HANDLER_URL,
  PORTAL_ORIGIN,
} from '../../support/test-portal.js'

describe('making a portal', () => {
  it.each([
    '',
    'portal.example.com',
    `${PORTAL_ORIGIN}/`,
    `${PORTAL_ORIGIN}/path`,
    'HTTPS://PORTAL.EXAMPLE.COM',
    'null',
  ])('throws a TypeError where its origin is none: %j', (origin) => {
    expect(() => createPortal({ origin })).toThrow(TypeError)
    expect(createPortal({ origin: PORTAL_ORIGIN }).origin).toBe(PORTAL_ORIGIN)
  })

  it.each(['strict', 'toString', '__proto__'])(
    'throws a TypeError where there are no such rules: %s',
    (rules) => {
      const options = { origin: PORTAL_ORIGIN, rules } as unknown as PortalOptions
      expect(() => createPortal(options)).toThrow(TypeError)
      expect(() => createPortal(options)).toThrow(rules)
      expect(createPortal({ origin: PORTAL_ORIGIN }).rules).toBe('documented')
      expect(createPortal({ origin: PORTAL_ORIGIN, rules: 'current' }).rules).toBe('current')
    },
  )
})

describe('adding an app', () => {
  it('gives it an id and a secret of its own', () => {
    const { portal, app } = createTestPortal()
    const other = addTestApp(portal)
    expect(other.id).not.toBe(app.id)
    expect(other.applicationToken).not.toBe(app.applicationToken)
    expect(portal.apps()).toEqual([app, other])
  })

  it('takes what is given, and is installed in its first version otherwise', () => {
    const { portal } = createTestPortal()
    const app = portal.addApp({ title: 'My app', url: 'http://127.0.0.1:5173/', clientId: 'local.mine' })
    expect(app).toMatchObject({ id: 'local.mine', title: 'My app', url: 'http://127.0.0.1:5173/' })
    expect(app).toMatchObject({ scopes: [], version: '1.0.0', installed: true })
  })

  it('throws a RangeError for an id that is taken', () => {
    const { portal } = createTestPortal({ app: { clientId: 'local.mine' } })
    expect(() => addTestApp(portal, { clientId: 'local.mine' })).toThrow(RangeError)
    expect(portal.apps()).toHaveLength(1)
  })

  it.each(['', '/app/', 'ftp://app.example.com/', "javascript:'https:'", 'https://'])(
    'throws a TypeError for an address that no page can be opened at: %j',
    (url) => {
      const { portal } = createTestPortal()
      expect(() => addTestApp(portal, { url })).toThrow(TypeError)
      expect(portal.apps()).toHaveLength(1)
    },
  )

  it.each(['tokenFor', 'hostFor'] as const)('gives nothing for a user that there is not: %s', (name) => {
    const { app } = createTestPortal()
    expect(() => app[name](99)).toThrow(RangeError)
    expect(app[name](BORIS)).toBeDefined()
  })
})

describe('who may call REST', () => {
  it.each(['', 'no-token', 'constructor'])('is not who shows a wrong token: %j', async (token) => {
    const { portal, app } = createTestPortal()
    expect(await portal.call(token, 'profile')).toMatchObject({
      status: 401,
      answer: { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' },
    })
    expect((await portal.call(app.tokenFor(ANNA), 'profile')).status).toBe(200)
  })

  it('is not who shows a token of another portal', async () => {
    const { portal } = createTestPortal()
    const { app } = createTestPortal()
    expect(await portal.call(app.tokenFor(ANNA), 'profile')).toMatchObject({ status: 401 })
  })

  it('is no user who is inactive', async () => {
    const { portal, app } = createTestPortal()
    const token = app.tokenFor(BORIS)
    portal.updateUser(BORIS, { active: false })
    expect(await portal.call(token, 'profile')).toMatchObject({
      status: 401,
      answer: { error: 'NO_AUTH_FOUND' },
    })
    portal.updateUser(BORIS, { active: true })
    expect(await portal.call(token, 'profile')).toMatchObject({ status: 200 })
  })

  it('is no user who is inactive in the frame either', async () => {
    const { portal, app } = createTestPortal()
    const host = app.hostFor(ANNA)
    const params = { event: 'OnCrmDealAdd', handler: HANDLER_URL }
    portal.updateUser(ANNA, { active: false })
    expect((await host.call('event.bind', params)).status).toBe(401)
    expect(portal.handlers()).toEqual([])
    portal.updateUser(ANNA, { active: true })
    expect((await host.call('event.bind', params)).status).toBe(200)
  })

  it('is who has a webhook, as its user and without an app', async () => {
    const { portal } = createTestPortal()
    const webhook = portal.webhookFor(BORIS, ['crm'])
    expect(webhook.url).toBe(`${PORTAL_ORIGIN}/rest/${BORIS}/${webhook.key}/`)
    expect((await portal.call(webhook, 'profile')).answer.result).toMatchObject({ NAME: 'Boris' })
    expect((await portal.call(webhook, 'app.info')).answer.result).toEqual({ SCOPE: ['crm'] })
    expect(() => portal.webhookFor(99)).toThrow(RangeError)
  })

  it('is not who shows a webhook of another user, or a wrong key', async () => {
    const { portal } = createTestPortal()
    const { key } = portal.webhookFor(BORIS)
    for (const webhook of [
      { userId: ANNA, key },
      { userId: BORIS, key: 'constructor' },
      { userId: 99, key },
    ]) {
      expect(await portal.call(webhook, 'profile')).toMatchObject({ status: 401 })
    }
    expect(await portal.call({ userId: BORIS, key }, 'profile')).toMatchObject({ status: 200 })
  })

  it('is told by what is shown, also where that is good no longer', async () => {
    const { portal, app, clock } = createTestPortal({ tokenLifetime: 1000 })
    const token = app.tokenFor(BORIS)
    const { key } = portal.webhookFor(ANNA)
    expect(portal.userOf(token)).toBe(BORIS)
    expect(portal.userOf({ userId: ANNA, key })).toBe(ANNA)
    expect(portal.userOf({ userId: BORIS, key })).toBeUndefined()
    expect(portal.userOf('constructor')).toBeUndefined()
    await clock.advance(1000)
    expect(await portal.call(token, 'profile')).toMatchObject({ status: 401 })
    expect(portal.userOf(token)).toBe(BORIS)
    app.uninstall()
    expect(portal.userOf(token)).toBeUndefined()
  })
})

describe('calling REST', () => {
  it.each(['no.method', '', 'constructor', '__proto__', 'event.bind.json'])('knows no %j', async (method) => {
    const { portal, app } = createTestPortal()
    expect(await portal.call(app.tokenFor(ANNA), method)).toMatchObject({
      status: 404,
      answer: { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
    })
  })

  it('answers whatever it is called with', async () => {
    const { portal, app } = createTestPortal()
    const token = app.tokenFor(ANNA)
    const cyclic: Record<string, unknown> = {}
    cyclic.self = cyclic
    expect(await portal.call(undefined as never, 'profile')).toMatchObject({ status: 401 })
    expect(await portal.call(null as never, 'profile')).toMatchObject({ status: 401 })
    expect(await portal.call(token, undefined as never)).toMatchObject({ status: 404 })
    expect(await portal.call(token, 'event.test', { run: () => 1 })).toMatchObject({ status: 200 })
    for (const params of [cyclic, { x: nested(64) }])
      expect(await portal.call(token, 'event.test', params)).toMatchObject({
        ...{ status: 400, answer: { error: 'INVALID_REQUEST' } },
      })
    expect(await portal.call(token, 'event.test', { x: nested(63) })).toMatchObject({ status: 200 })
  })

  it('answers with INTERNAL_SERVER_ERROR where the portal itself fails, and tells the console why', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const { portal, app, bind } = createTestPortal()
    await bind('OnAppTest')
    await portal.close()
    const reply = await portal.call(app.tokenFor(ANNA), 'event.test')
    expect(reply).toMatchObject({ status: 500, answer: { error: 'INTERNAL_SERVER_ERROR' } })
    expect(String(told.mock.calls[0]?.[0])).toContain('The portal is closed')
    expect(await portal.call(app.tokenFor(ANNA), 'profile')).toMatchObject({ status: 200 })
    told.mockRestore()
  })

  it('names a method in any case', async () => {
    const { portal, app } = createTestPortal()
    expect((await portal.call(app.tokenFor(ANNA), 'Event.GET')).answer.result).toEqual([])
  })

  it('tells when it was carried out, in seconds and as dates', async () => {
    const { portal, app, clock } = createTestPortal()
    const seconds = clock.now() / 1000
    const date = new Date(clock.now()).toISOString()
    for (const method of ['profile', 'no.method']) {
      expect((await portal.call(app.tokenFor(ANNA), method)).answer.time).toMatchObject({
        ...{ start: seconds, finish: seconds, duration: 0, processing: 0 },
        ...{ date_start: date, date_finish: date },
      })
    }
  })

  it('tells an app about itself, its user and the moment', async () => {
    const { portal, app } = createTestPortal({ language: 'de', app: { version: '2.0.0' } })
    const ask = async (method: string) => (await portal.call(app.tokenFor(BORIS), method)).answer.result
    expect(await ask('app.info')).toMatchObject({
      ...{ ID: 1, CODE: app.id, VERSION: '2.0.0', STATUS: 'L', LANGUAGE_ID: 'de' },
      ...{ LICENSE: 'de_std', LICENSE_TYPE: 'std', LICENSE_FAMILY: 'std' },
    })
    expect(await ask('profile')).toMatchObject({ ID: '2', NAME: 'Boris', ADMIN: false })
    expect(await ask('user.current')).toMatchObject({ ID: '2', NAME: 'Boris', ACTIVE: true })
  })
})
