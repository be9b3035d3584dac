import { B24Hook, B24OAuth } from '@bitrix24/b24jssdk'
import type { RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../../src/portal/clock.js'
import { startTestPortal } from '../../support/running-portal.js'

// The vendor's library, unmodified, in a back end.

const HOUR = 3_600_000
let running: RunningPortal
/** Hours that the portal's time is ahead. */
let ahead: number

beforeEach(async () => {
  ahead = 0
  running = await startTestPortal({
    clock: { ...systemClock, now: () => systemClock.now() + ahead * HOUR },
    app: { title: 'App', url: 'http://127.0.0.1:9/', scopes: ['crm'], clientId: 'app.1', clientSecret: 's' },
  })
})
afterEach(() => running.close())

async function openByOAuth() {
  const { AUTH_ID, REFRESH_ID, MEMBER_ID } = await running.app.hostFor(1).initData()
  const { origin } = running.portal
  const endpoint = `${origin}/rest/`
  return new B24OAuth(
    {
      ...{ applicationToken: running.app.applicationToken, userId: 1, memberId: MEMBER_ID },
      ...{
        accessToken: AUTH_ID,
        refreshToken: REFRESH_ID,
        expires: Date.now() / 1000 + 3600,
        expiresIn: 3600,
      },
      ...{ scope: 'crm', domain: new URL(origin).host, clientEndpoint: endpoint, serverEndpoint: endpoint },
      status: 'L',
    },
    { clientId: 'app.1', clientSecret: 's' },
  )
}

it('B24OAuth calls with the token of an installation, and renews it when it has expired', async () => {
  const b24 = await openByOAuth()
  const bind = { event: 'OnCrmDealAdd', handler: 'https://app.example.com/handler/' }
  expect((await b24.actions.v2.call.make({ method: 'event.bind', params: bind })).getData()?.result).toBe(
    true,
  )
  expect(running.portal.handlers()).toHaveLength(1)
  const before = b24.auth.getAuthData()
  ahead = 2
  const profile = await b24.actions.v2.call.make({ method: 'profile', params: {} })
  expect(profile.getData()?.result).toMatchObject({ NAME: 'Anna' })
  const after = b24.auth.getAuthData()
  expect(Object(after).access_token).toEqual(expect.any(String))
  expect(Object(after).access_token).not.toBe(Object(before).access_token)
})

it('B24Hook takes no portal that is not on https, and so not this one', () => {
  expect(() => B24Hook.fromWebhookUrl(`${running.portal.webhookFor(1).url}profile`)).toThrow('HTTPS')
})
