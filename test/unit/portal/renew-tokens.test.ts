import type { Params, RenewedTokens } from 'bx24-events/portal'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import {
  ANNA,
  addTestApp,
  BORIS,
  createTestPortal,
  PORTAL_ORIGIN,
  type TestPortalOptions,
} from '../../support/test-portal.js'

const DAY = 24 * 3_600_000

/** An app whose back end has a refresh token of a user, Boris unless told otherwise. */
async function openBackEnd(options: TestPortalOptions = {}, userId = BORIS) {
  const testPortal = createTestPortal(options)
  const { portal, app } = testPortal
  const { AUTH_ID, REFRESH_ID } = await app.hostFor(userId).refreshAuth()
  const credentials = { client_id: app.id, client_secret: app.clientSecret }
  const params = { grant_type: 'refresh_token', ...credentials, refresh_token: REFRESH_ID }
  return {
    ...testPortal,
    params,
    accessToken: AUTH_ID,
    renew: (others: Params = {}) => portal.renewTokens({ ...params, ...others }),
    async renewed(refreshToken = REFRESH_ID): Promise<RenewedTokens> {
      const { status, answer } = await portal.renewTokens({ ...params, refresh_token: refreshToken })
      expect(status).toBe(200)
      return answer as RenewedTokens
    },
    whoIs: async (token: string) => (await portal.call(token, 'user.current')).answer,
  }
}

const invalidGrant = { status: 400, answer: { error: 'invalid_grant', error_description: 'Invalid grant' } }
const invalidClient = { status: 401, answer: { error: 'invalid_client' } }

describe('renewing the tokens of an app', () => {
  it('gives a new pair for the same user, and says all that is needed to use it', async () => {
    const { renew, whoIs } = await openBackEnd()
    const { status, answer } = await renew()
    expect({ status, answer }).toEqual({
      status: 200,
      answer: {
        access_token: expect.stringMatching(/^[\da-f]{32}$/),
        refresh_token: expect.stringMatching(/^[\da-f]{32}$/),
        ...{ expires: Date.UTC(2026, 0, 1, 13) / 1000, expires_in: 3600 },
        ...{ scope: 'crm,task', status: 'L', user_id: BORIS },
        ...{ domain: 'portal.example.com', member_id: expect.stringMatching(/^[\da-f]{32}$/) },
        ...{ client_endpoint: `${PORTAL_ORIGIN}/rest/`, server_endpoint: `${PORTAL_ORIGIN}/rest/` },
      },
    })
    const { access_token } = answer as RenewedTokens
    expect(await whoIs(access_token)).toMatchObject({ result: { NAME: 'Boris' } })
  })

  it('works once for each refresh token, and again with the one that it gave', async () => {
    const { renew, renewed } = await openBackEnd()
    const { refresh_token } = await renewed()
    expect(await renew()).toMatchObject(invalidGrant)
    const next = await renewed(refresh_token)
    expect(await renew({ refresh_token })).toMatchObject(invalidGrant)
    await renewed(next.refresh_token)
  })

  it('leaves the access token that there was until it expires', async () => {
    const { renewed, whoIs, accessToken, clock } = await openBackEnd()
    await clock.advance(1000)
    const { access_token } = await renewed()
    expect(await whoIs(accessToken)).toHaveProperty('result')
    await clock.advance(3_599_000)
    expect(await whoIs(accessToken)).toMatchObject({ error: 'expired_token' })
    expect(await whoIs(access_token)).toHaveProperty('result')
  })

  it('works long after the access token has expired, for 28 days', async () => {
    const [early, late] = [await openBackEnd(), await openBackEnd()]
    await early.clock.advance(28 * DAY - 1)
    await early.renewed()
    await late.clock.advance(28 * DAY)
    expect(await late.renew()).toMatchObject(invalidGrant)
  })

  it('works with the refresh token that a delivery brought', async () => {
    const { renewed, app, portal, received, bind } = await openBackEnd({ app: { installed: false } })
    await bind('OnAppInstall')
    app.finishInstall({ by: ANNA })
    await portal.settled()
    const { auth } = readDelivery(received[0] ?? { body: '' })
    expect(await renewed(auth.refresh_token)).toMatchObject({ user_id: ANNA })
  })

  it('tells the scopes of the version that there is now', async () => {
    const { renewed, app } = await openBackEnd()
    app.update('2.0.0', { scopes: ['task'] })
    expect(await renewed()).toMatchObject({ scope: 'task' })
  })

  it('says the whole time that they live, however long it takes to say so', async () => {
    let now = Date.UTC(2026, 0, 1)
    const clock = { now: () => now++, setTimeout: () => 0, clearTimeout: () => undefined }
    const { app, renewed } = await openBackEnd({ clock })
    expect((await renewed()).expires_in).toBe(3600)
    expect((await app.hostFor(BORIS).refreshAuth()).AUTH_EXPIRES).toBe('3600')
  })

  it('takes the names of its parameters in any case', async () => {
    const { portal, params } = await openBackEnd()
    const inCapitals = Object.entries(params).map(([name, value]) => [name.toUpperCase(), value])
    expect(await portal.renewTokens(Object.fromEntries(inCapitals))).toMatchObject({ status: 200 })
  })
})

describe('tokens are not renewed', () => {
  it.each([
    { what: 'another grant type', change: { grant_type: 'password' } },
    { what: 'no grant type', change: { grant_type: undefined } },
  ])('for $what', async ({ change }) => {
    const { renew, renewed } = await openBackEnd()
    expect(await renew(change)).toMatchObject({
      ...{ status: 400, answer: { error: 'unsupported_grant_type' } },
    })
    await renewed()
  })

  it.each([
    { what: 'an app that is none', change: { client_id: 'local.none' } },
    { what: 'the name of what maps have', change: { client_id: 'size', client_secret: undefined } },
    { what: 'no app', change: { client_id: undefined } },
    { what: 'a wrong secret', change: { client_secret: 'wrong' } },
    { what: 'no secret', change: { client_secret: undefined } },
    { what: 'a secret that is no text', change: { client_secret: {} } },
  ])('for $what, which costs no refresh token', async ({ change }) => {
    const { renew, renewed } = await openBackEnd()
    expect(await renew(change)).toMatchObject(invalidClient)
    await renewed()
  })

  it.each([
    { what: 'none', refresh_token: undefined },
    { what: 'an invented one', refresh_token: 'f'.repeat(32) },
    { what: 'what maps have', refresh_token: '__proto__' },
  ])('by a refresh token that is $what', async ({ refresh_token }) => {
    const { renew, renewed } = await openBackEnd()
    expect(await renew({ refresh_token })).toMatchObject(invalidGrant)
    await renewed()
  })

  it('by an access token', async () => {
    const { renew, renewed, accessToken } = await openBackEnd()
    expect(await renew({ refresh_token: accessToken })).toMatchObject(invalidGrant)
    await renewed()
  })

  it("by another app's refresh token, which that one can still use", async () => {
    const { renew, renewed, portal } = await openBackEnd()
    const { id: client_id, clientSecret: client_secret } = addTestApp(portal)
    expect(await renew({ client_id })).toMatchObject(invalidClient)
    expect(await renew({ client_id, client_secret })).toMatchObject(invalidGrant)
    await renewed()
  })

  it('once the app is uninstalled, nor after it is installed again', async () => {
    const { renew, app } = await openBackEnd()
    app.uninstall()
    expect(await renew()).toMatchObject(invalidGrant)
    app.install({ installed: true })
    expect(await renew()).toMatchObject(invalidGrant)
    const { REFRESH_ID } = await app.hostFor(BORIS).refreshAuth()
    expect(await renew({ refresh_token: REFRESH_ID })).toMatchObject({ status: 200 })
  })

  it.each([
    { what: 'is inactive', patch: { active: false } },
    { what: 'may not open the app any more', patch: { access: false } },
  ])('for a user who $what, which costs no refresh token', async ({ patch }) => {
    const { renew, renewed, portal } = await openBackEnd()
    const { refresh_token } = await renewed()
    portal.updateUser(BORIS, patch)
    expect(await renew({ refresh_token })).toMatchObject(invalidGrant)
    portal.updateUser(BORIS, { active: true, access: true })
    await renewed(refresh_token)
    expect(await renew({ refresh_token })).toMatchObject(invalidGrant)
  })

  it('whatever else is sent, and nothing is thrown', async () => {
    const { renew, renewed } = await openBackEnd()
    const names = fc.constantFrom('grant_type', 'client_id', 'client_secret', 'refresh_token')
    const changes = fc.dictionary(names, fc.oneof(fc.anything(), fc.string()), { minKeys: 1 })
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        expect((await renew(change)).status).toBeGreaterThanOrEqual(400)
      }),
    )
    await renewed()
  })
})

describe('an access token', () => {
  it.each([
    { what: 'is inactive', patch: { active: false } },
    { what: 'may not open the app any more', patch: { access: false } },
  ])('is none while its user $what', async ({ patch }) => {
    const { portal, app, whoIs } = await openBackEnd()
    const [his, hers] = [app.tokenFor(BORIS), app.tokenFor(ANNA)]
    portal.updateUser(BORIS, patch)
    expect(await whoIs(his)).toMatchObject({ error: 'NO_AUTH_FOUND' })
    expect(await whoIs(hers)).toMatchObject({ result: { NAME: 'Anna' } })
  })

  it('gives its user the rights that he has when he uses it', async () => {
    const { portal, app } = await openBackEnd()
    const token = app.tokenFor(BORIS)
    const params = { event: 'OnCrmDealAdd', handler: 'https://app.example.com/' }
    expect(await portal.call(token, 'event.bind', params)).toMatchObject({ status: 403 })
    portal.updateUser(BORIS, { admin: true })
    expect(await portal.call(token, 'event.bind', params)).toMatchObject({ status: 200 })
  })
})
