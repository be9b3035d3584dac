import { createBX24 } from 'bx24-events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { countListeners } from '../support/counted-window.js'
import { createMessageFlood } from '../support/message-flood.js'
import { nextTask } from '../support/next-task.js'
import { watchOutcome } from '../support/outcome.js'
import { collectProcessErrors } from '../support/process-errors.js'
import { openScriptedPage, sourceOf } from '../support/scripted-page.js'
import { openTestApp } from '../support/test-app.js'
import { APP_ORIGIN, HANDLER_URL, PORTAL_ORIGIN } from '../support/test-portal.js'

const MESSAGES = 100_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Hands over message after message, with time in between for what they cause; nothing may come of it but that. */
async function pourOut(nextMessage: () => unknown): Promise<void> {
  const errors = await collectProcessErrors(async () => {
    for (let count = 1; count <= MESSAGES; count++) {
      nextMessage()
      if (count % 1000 === 0) await nextTask()
    }
  })
  expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
}

it('100,000 random messages do nothing to an app but be dropped, and its calls go on', async () => {
  const page = openScriptedPage()
  const counted = countListeners(page.window)
  const told = vi.fn()
  const BX24 = createBX24({ window: counted.window, onDiagnostic: told })
  const outcomes = Array.from({ length: 10 }, () => watchOutcome(BX24.callMethod('profile')))
  await nextTask()
  const requests = page.requests.all
  expect(requests).toHaveLength(10)

  const nextMessage = createMessageFlood({
    seed: 1,
    trusted: { source: sourceOf(page.window.parent), origin: PORTAL_ORIGIN },
    dangerous: requests
      .map(({ callbackId }) => `${callbackId}:{"status":200,"answer":{"result":"forged"}}`)
      .flatMap((reply) => [reply, `together:${JSON.stringify([reply])}`]),
    words: [
      'callMethod',
      'together',
      'sid-1',
      '7',
      `${requests[0]?.callbackId}x`,
      '{"status":200,"answer":{"result":1}}',
    ],
  })
  await pourOut(() => page.window.receive(nextMessage()))

  expect(outcomes).toEqual(outcomes.map(() => ({})))
  expect(told.mock.calls.map(([{ kind }]) => kind).sort()).toEqual([
    'foreign origin',
    'foreign source',
    'no answer',
  ])
  for (const request of requests) page.reply(request, { status: 200, answer: { result: request.callbackId } })
  await nextTask()
  expect(outcomes).toEqual(requests.map(({ callbackId }) => ({ result: callbackId })))

  expect(counted.listenerCount).toBe(1)
  expect(vi.getTimerCount()).toBe(1)
  BX24.close()
  expect(counted.listenerCount).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

it("100,000 random messages do nothing to a portal's page but what their sender may, and its app goes on", async () => {
  const { BX24, frame, portal, clock, diagnostics } = openTestApp()
  const { window } = frame
  const sid = window.name.split('|').at(-1) ?? ''
  const bind = (event: string) => `callBind:{"event":"${event}","handler":"${HANDLER_URL}"}:7:${sid}`
  const heard = vi.fn()
  window.addEventListener('message', heard)

  const nextMessage = createMessageFlood({
    seed: 2,
    trusted: { source: sourceOf(window), origin: APP_ORIGIN },
    dangerous: ['OnCrmDealAdd', 'OnAppUpdate']
      .map(bind)
      .flatMap((request) => [request, `together:${JSON.stringify({ requests: [request] })}::${sid}`]),
    words: [
      ...['callBind', 'callMethod', 'getInterface', 'refreshAuth', 'setInstall', 'together'],
      ...[sid, sid, '7', 'sid-1'],
    ],
  })
  await pourOut(() => window.parent.receive(nextMessage()))

  expect(portal.handlers()).toEqual([])
  // Among so many some are requests, and are answered; all others are told of, once for each kind.
  expect(heard).toHaveBeenCalled()
  expect(diagnostics.map(({ kind }) => kind).sort()).toEqual([
    ...['foreign origin', 'foreign source', 'malformed params', 'no request', 'unknown command', 'wrong sid'],
  ])
  expect(await BX24.callBind('OnCrmDealAdd', HANDLER_URL)).toBe(true)
  expect(portal.handlers()).toHaveLength(1)
  window.parent.receive({ data: bind('OnAppUpdate'), source: sourceOf(window), origin: APP_ORIGIN })
  await nextTask()
  expect(portal.handlers()).toHaveLength(2)

  frame.close()
  BX24.close()
  expect([vi.getTimerCount(), clock.timerCount]).toEqual([0, 0])
  const { length: count } = heard.mock.calls
  window.parent.receive({ data: `getInterface::7:${sid}`, source: sourceOf(window), origin: APP_ORIGIN })
  await nextTask()
  expect(heard).toHaveBeenCalledTimes(count)
})
