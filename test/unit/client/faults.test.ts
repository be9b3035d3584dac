import { NO_FAULTS } from 'bx24-events/portal'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { openRestApp } from '../../support/rest-app.js'
import { openTestApp } from '../../support/test-app.js'
import { ANNA, HANDLER_URL } from '../../support/test-portal.js'

// What an app sees of a portal's faults.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('a lost reply ends with TIMEOUT, once, and the call was carried out', async () => {
  const { BX24, portal, wire, diagnostics } = openTestApp({ client: { timeout: 5000 } })
  await BX24.init()
  portal.setFaults({ lostReplies: 1 })
  const outcome = watchOutcome(BX24.callBind('OnCrmDealAdd', HANDLER_URL))
  expect(await passTimeUntilEnd(outcome, 10_000)).toBe(5000)
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT', method: 'event.bind' })
  expect(portal.handlers()).toMatchObject([{ url: HANDLER_URL }])
  expect(wire.filter(({ command }) => command === 'callBind')).toMatchObject([{ direction: 'to portal' }])
  expect(diagnostics).toMatchObject([{ kind: 'command failed', command: 'callBind' }])
  expect(await BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)).toEqual({ count: 1 })
})

it.each([
  ['by message', openTestApp],
  ['over HTTP', openRestApp],
])('a call that meets the limit %s waits, and is carried out once', async (_way, open) => {
  const { BX24, portal } = open()
  await BX24.init()
  portal.setFaults({ queryLimit: 3 })
  const outcome = watchOutcome(BX24.callBind('OnCrmDealAdd', HANDLER_URL))
  expect(await passTimeUntilEnd(outcome, 30_000)).toBeGreaterThanOrEqual(1500)
  expect(outcome).toMatchObject({ result: true })
  expect(portal.faults).toEqual(NO_FAULTS)
  expect(portal.handlers()).toHaveLength(1)
})

it('where the limit is met by all calls, one ends with its time limit, and goes through once that is undone', async () => {
  const { BX24, portal } = openTestApp()
  await BX24.init()
  portal.setFaults({ queryLimit: 'all' })
  const outcome = watchOutcome(BX24.callMethod('profile', {}, { timeout: 2000 }))
  await passTimeUntilEnd(outcome, 10_000)
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
  portal.setFaults(NO_FAULTS)
  expect(await BX24.callMethod('profile')).toMatchObject({ NAME: 'Anna' })
})

it('a token that has expired is renewed once for all calls, and the user notices nothing', async () => {
  const { BX24, portal, wire, requests } = openRestApp()
  await BX24.callMethod('profile')
  portal.expireTokens()
  const names = await Promise.all([BX24.callMethod('profile'), BX24.callMethod('user.current')])
  expect(names).toMatchObject([{ NAME: 'Anna' }, { NAME: 'Anna' }])
  const renewals = wire.filter(
    ({ command, direction }) => `${command} ${direction}` === 'refreshAuth to portal',
  )
  expect(renewals).toHaveLength(1)
  expect(requests.map(({ calls }) => calls.length)).toEqual([1, 2, 2])
})

it('a token of a short lifetime is renewed in time, so that no call is refused', async () => {
  const { BX24, portal, clock, requests } = openRestApp()
  portal.setTokenLifetime(120_000)
  await BX24.callMethod('profile')
  vi.setSystemTime(Date.now() + 119_000)
  await clock.advance(119_000)
  await BX24.callMethod('profile')
  expect(requests.map(({ status }) => status)).toEqual([200, 200])
  expect(new Set(requests.map(({ token }) => token)).size).toBe(2)
})

it('a user who loses access while the app is open gets the refusal, and goes on once he has it again', async () => {
  const { BX24, portal } = openTestApp()
  await BX24.init()
  portal.updateUser(ANNA, { access: false })
  await expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'NO_AUTH_FOUND', status: 401 })
  portal.updateUser(ANNA, { access: true })
  expect(await BX24.callMethod('profile')).toMatchObject({ NAME: 'Anna' })
})
