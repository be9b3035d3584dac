import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
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

it('a user who loses access while the app is open gets the refusal, and goes on once he has it again', async () => {
  const { BX24, portal } = openTestApp()
  await BX24.init()
  portal.updateUser(ANNA, { access: false })
  await expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'NO_AUTH_FOUND', status: 401 })
  portal.updateUser(ANNA, { access: true })
  expect(await BX24.callMethod('profile')).toMatchObject({ NAME: 'Anna' })
})
