import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import {
  ANNA,
  BORIS,
  CLARA,
  createTestPortal,
  PORTAL_ORIGIN,
  type TestPortalOptions,
} from '../../support/test-portal.js'

interface Happening {
  readonly event?: string
  readonly authType?: number
  /** Who acts; absent: a robot. */
  readonly by?: number
  readonly portal?: TestPortalOptions
}

/** What the handler gets to call REST with. */
async function deliver({ event = 'OnCrmDealAdd', authType = 0, by, portal: options }: Happening) {
  const testPortal = createTestPortal(options)
  const { portal, received, bind } = testPortal
  await bind(event, { authType })
  portal.raise(event, by === undefined ? {} : { by })
  await portal.settled()
  const { auth } = readDelivery(received[0] ?? { body: '' })
  return { ...testPortal, auth, token: auth.access_token ?? '' }
}

/** The fields that tell of the portal, and not of any user. */
const PORTAL_FIELDS = ['domain', 'server_endpoint', 'client_endpoint', 'member_id', 'application_token']

describe('what a delivery brings to call REST with', () => {
  it('is a token of the acting user, and all that is needed to use it', async () => {
    const { auth, app } = await deliver({ by: BORIS })
    expect(auth).toEqual({
      ...{ access_token: expect.stringMatching(/^[\da-f]{32}$/), expires_in: '3600', scope: 'crm,task' },
      ...{ domain: 'portal.example.com', status: 'L', user_id: String(BORIS) },
      ...{
        server_endpoint: expect.stringContaining(PORTAL_ORIGIN),
        client_endpoint: `${PORTAL_ORIGIN}/rest/`,
      },
      ...{ member_id: expect.any(String), application_token: app.applicationToken },
    })
  })

  it('speaks for the acting user at REST', async () => {
    const { portal, token } = await deliver({ by: BORIS })
    expect((await portal.call(token, 'profile')).answer.result).toMatchObject({ ID: String(BORIS) })
    const params = { event: 'OnCrmDealDelete', handler: 'https://app.example.com/' }
    expect((await portal.call(token, 'event.bind', params)).answer.error).toBe('ACCESS_DENIED')
  })

  it("speaks for the handler's own user, whoever acts", async () => {
    for (const by of [ANNA, BORIS, undefined]) {
      const { portal, auth, token } = await deliver({ authType: CLARA, ...(by && { by }) })
      expect(auth.user_id).toBe(String(CLARA))
      expect((await portal.call(token, 'profile')).answer.result).toMatchObject({ NAME: 'Clara' })
    }
  })

  it('is no token where a robot acts, for a handler that names no user', async () => {
    const { auth, app } = await deliver({})
    expect(Object.keys(auth).sort()).toEqual([...PORTAL_FIELDS].sort())
    expect(auth.application_token).toBe(app.applicationToken)
    expect((await deliver({ by: ANNA })).auth).toHaveProperty('access_token')
  })

  it.each(['OnAppPayment', 'onAppMethodConfirm'])('is no token for %s, which carries none', async (event) => {
    const { auth } = await deliver({ event, by: ANNA, authType: CLARA })
    expect(Object.keys(auth).sort()).toEqual([...PORTAL_FIELDS].sort())
  })

  it('is a refresh token too, where the event carries one', async () => {
    const { auth } = await deliver({ event: 'OnAppUpdate', by: ANNA })
    expect(auth.refresh_token).toMatch(/^[\da-f]{32}$/)
    expect(auth.refresh_token).not.toBe(auth.access_token)
    expect((await deliver({ event: 'OnCrmDealAdd', by: ANNA })).auth).not.toHaveProperty('refresh_token')
  })

  it('works as long as it says, by the clock of the portal', async () => {
    const { auth, portal, clock, token } = await deliver({ by: BORIS, portal: { tokenLifetime: 90_000 } })
    expect(auth.expires_in).toBe('90')
    await clock.advance(89_999)
    expect((await portal.call(token, 'profile')).status).toBe(200)
    await clock.advance(1)
    expect((await portal.call(token, 'profile')).answer.error).toBe('expired_token')
  })

  it('is a new token each time, and the same application token', async () => {
    const { portal, received, auth, app } = await deliver({ by: BORIS })
    portal.raise('OnCrmDealAdd', { by: BORIS })
    await portal.settled()
    const later = readDelivery(received[1] ?? { body: '' }).auth
    expect(later.access_token).not.toBe(auth.access_token)
    expect([auth.application_token, later.application_token]).toEqual([
      app.applicationToken,
      app.applicationToken,
    ])
    expect(later.member_id).toBe(auth.member_id)
  })
})
