import { LostReplyError, NO_FAULTS, type PortalChange, type PortalFaults } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { ANNA, createTestPortal, HANDLER_URL, PORTAL_ORIGIN } from '../../support/test-portal.js'

const BINDING = { event: 'OnCrmDealAdd', handler: HANDLER_URL }
const LIMITED = { status: 503, answer: { error: 'QUERY_LIMIT_EXCEEDED' } }

function openFaulty(faults: Partial<PortalFaults>) {
  const testPortal = createTestPortal()
  const { portal, app } = testPortal
  portal.setFaults(faults)
  return {
    ...testPortal,
    call: (method: string, params = {}) => portal.call(app.tokenFor(ANNA), method, params),
  }
}

describe('setFaults', () => {
  it('changes what is named, and tells of it', () => {
    const { portal } = createTestPortal()
    const told: PortalChange[] = []
    portal.subscribe((change) => told.push(change))
    expect(portal.faults).toEqual(NO_FAULTS)
    portal.setFaults({ queryLimit: 3, handlers: 'down' })
    portal.setFaults({ lostReplies: 'all' })
    const faults = { queryLimit: 3, lostReplies: 'all', handlers: 'down' }
    expect(portal.faults).toEqual(faults)
    expect(told.at(-1)).toEqual({ type: 'faults', faults })
    portal.setFaults(NO_FAULTS)
    expect(portal.faults).toEqual({ queryLimit: 0, lostReplies: 0, handlers: 'well' })
  })

  it.each<[unknown, string]>([
    [{ queryLimit: -1 }, 'faults.queryLimit: expected a whole number from 0 up, or all, not -1'],
    [{ queryLimit: 1.5 }, 'faults.queryLimit: expected a whole number from 0 up, or all, not 1.5'],
    [{ lostReplies: 'some' }, 'faults.lostReplies: expected a whole number from 0 up, or all, not "some"'],
    [{ lostReplies: undefined }, 'faults.lostReplies'],
    [{ handlers: 'ill' }, 'faults.handlers: expected well, slow, down or failing, not "ill"'],
    [{ querylimit: 1 }, 'faults.querylimit: there is no such option. Did you mean queryLimit?'],
    [null, 'faults: expected options such as { lostReplies: 1 }, not null'],
  ])('throws a TypeError for %j that says why, and changes nothing', (patch, says) => {
    const { portal } = createTestPortal()
    portal.setFaults({ queryLimit: 1 })
    const set = () => portal.setFaults(patch as PortalFaults)
    expect(set).toThrow(TypeError)
    expect(set).toThrow(says)
    expect(portal.faults).toEqual({ ...NO_FAULTS, queryLimit: 1 })
  })

  it('is in no snapshot', () => {
    const { portal } = openFaulty({ queryLimit: 'all', lostReplies: 2, handlers: 'down' })
    const restored = createTestPortal({ snapshot: portal.snapshot(), app: { clientId: 'local.other' } })
    expect(restored.portal.faults).toEqual(NO_FAULTS)
  })
})

describe('queryLimit', () => {
  it('refuses so many calls, one fewer each time, and carries out none of them', async () => {
    const { portal, call } = openFaulty({ queryLimit: 2 })
    expect(await call('event.bind', BINDING)).toMatchObject(LIMITED)
    expect(portal.faults.queryLimit).toBe(1)
    expect(await call('event.bind', BINDING)).toMatchObject(LIMITED)
    expect(portal.handlers()).toEqual([])
    expect(await call('event.bind', BINDING)).toMatchObject({ status: 200 })
    expect(portal.faults.queryLimit).toBe(0)
  })

  it('of all calls lasts until it is undone', async () => {
    const { portal, call } = openFaulty({ queryLimit: 'all' })
    for (let index = 0; index < 5; index++) expect(await call('profile')).toMatchObject(LIMITED)
    expect(portal.faults.queryLimit).toBe('all')
    portal.setFaults({ queryLimit: 0 })
    expect(await call('profile')).toMatchObject({ status: 200 })
  })

  it('meets a call through the page too, and none of somebody who may not call', async () => {
    const { portal, app } = openFaulty({ queryLimit: 1 })
    expect(await portal.call('nobody', 'profile')).toMatchObject({ status: 401 })
    expect(portal.faults.queryLimit).toBe(1)
    expect(await app.hostFor(ANNA).call('profile', {})).toMatchObject(LIMITED)
    expect(portal.faults.queryLimit).toBe(0)
  })
})

describe('lostReplies', () => {
  it('carries out so many calls, and rejects with what nobody hears', async () => {
    const { portal, call } = openFaulty({ lostReplies: 1 })
    const lost = await call('event.bind', BINDING).catch((error: unknown) => error)
    expect(lost).toBeInstanceOf(LostReplyError)
    expect(lost).toMatchObject({ reply: { status: 200, answer: { result: true } } })
    expect(portal.handlers()).toMatchObject([{ url: HANDLER_URL }])
    expect(portal.faults.lostReplies).toBe(0)
    expect(await call('profile')).toMatchObject({ status: 200 })
  })

  it('loses what a call was refused with, too', async () => {
    const { call } = openFaulty({ lostReplies: 'all' })
    const reply = { status: 404, answer: { error: 'ERROR_METHOD_NOT_FOUND' } }
    await expect(call('no.such.method')).rejects.toMatchObject({ reply })
  })

  it('counts a batch as one call, and loses no answer to a call that meets the limit', async () => {
    const { portal, call } = openFaulty({ lostReplies: 1, queryLimit: 1 })
    expect(await call('batch', { cmd: ['profile', 'scope'] })).toMatchObject(LIMITED)
    expect(portal.faults.lostReplies).toBe(1)
    await expect(call('batch', { cmd: ['profile', 'scope'] })).rejects.toThrow(LostReplyError)
    expect(portal.faults.lostReplies).toBe(0)
  })
})

describe('expireTokens', () => {
  it('lets all access tokens expire that were given out, and no later ones', async () => {
    const { portal, app } = createTestPortal()
    const { AUTH_ID } = await app.hostFor(ANNA).initData()
    const tokens = [AUTH_ID, app.tokenFor(ANNA)]
    const told: PortalChange[] = []
    portal.subscribe((change) => told.push(change))
    portal.expireTokens()
    expect(told).toEqual([{ type: 'tokens' }])
    for (const token of tokens) {
      const expired = { status: 401, answer: { error: 'expired_token' } }
      expect(await portal.call(token, 'profile')).toMatchObject(expired)
    }
    expect(await portal.call(app.tokenFor(ANNA), 'profile')).toMatchObject({ status: 200 })
  })

  it('leaves the refresh tokens, for the page and for a back end', async () => {
    const { portal, app } = createTestPortal()
    const host = app.hostFor(ANNA)
    const { REFRESH_ID } = await host.initData()
    portal.expireTokens()
    const { AUTH_ID } = await host.refreshAuth()
    expect(await portal.call(AUTH_ID, 'profile')).toMatchObject({ status: 200 })
    const renewed = await portal.renewTokens({
      grant_type: 'refresh_token',
      client_id: app.id,
      client_secret: app.clientSecret,
      refresh_token: REFRESH_ID,
    })
    expect(renewed.status).toBe(200)
  })

  it('brings no token back to life that has expired before', async () => {
    const { portal, app, clock } = createTestPortal({ tokenLifetime: 1000 })
    const token = app.tokenFor(ANNA)
    await clock.advance(1000)
    portal.expireTokens()
    expect(await portal.call(token, 'profile')).toMatchObject({ status: 401 })
  })
})

describe('setTokenLifetime', () => {
  it('is for the tokens to come, and the app is told', async () => {
    const { portal, app, clock } = createTestPortal()
    const [host, before] = [app.hostFor(ANNA), app.tokenFor(ANNA)]
    expect(portal.tokenLifetime).toBe(3_600_000)
    portal.setTokenLifetime(5000)
    expect(portal.tokenLifetime).toBe(5000)
    const { AUTH_ID, AUTH_EXPIRES } = await host.initData()
    expect(AUTH_EXPIRES).toBe('5')
    await clock.advance(5000)
    expect(await portal.call(AUTH_ID, 'profile')).toMatchObject({ answer: { error: 'expired_token' } })
    expect(await portal.call(before, 'profile')).toMatchObject({ status: 200 })
  })

  it('that is short does not make a portal forget sooner which tokens have expired', async () => {
    const { portal, app, clock } = createTestPortal()
    portal.setTokenLifetime(1000)
    const token = app.tokenFor(ANNA)
    await clock.advance(60_000)
    app.tokenFor(ANNA)
    expect(await portal.call(token, 'profile')).toMatchObject({ answer: { error: 'expired_token' } })
  })

  it.each([0, -1, Number.NaN, '5'])('throws a TypeError for %j, and changes nothing', (lifetime) => {
    const { portal } = createTestPortal({ origin: PORTAL_ORIGIN })
    const set = () => portal.setTokenLifetime(lifetime as number)
    expect(set).toThrow(TypeError)
    expect(set).toThrow('tokenLifetime: expected a number above 0')
    expect(portal.tokenLifetime).toBe(3_600_000)
  })
})
