import { createBX24 } from 'bx24-events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { openScriptedPage } from '../../support/scripted-page.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('by message, a call that is put off needs no token', async () => {
  const page = openScriptedPage({ initData: { AUTH_EXPIRES: 0 } })
  const BX24 = createBX24({ window: page.window })
  const outcome = watchOutcome(BX24.callMethod('profile'))
  page.reply(await page.requests.next(), { status: 503, answer: { error: 'QUERY_LIMIT_EXCEEDED' } })
  await vi.advanceTimersByTimeAsync(1000)
  const again = await page.requests.next()
  expect(again.command).toBe('callMethod')
  page.reply(again, { status: 200, answer: { result: 'Anna' } })
  await passTimeUntilEnd(outcome, 5000)
  expect(outcome).toEqual({ result: 'Anna' })
})
