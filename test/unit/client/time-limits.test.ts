import { type AjaxResult, createBX24 } from 'bx24-events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const answered = { status: 200, answer: { result: true } }

describe('a page that does not answer', () => {
  it.each([
    ['30 seconds unless told otherwise', {}, {}, 30_000],
    ["the client's limit", { timeout: 500 }, {}, 500],
    ["the call's own limit, the shorter one", { timeout: 500 }, { timeout: 20 }, 20],
    ["the call's own limit, the longer one", { timeout: 500 }, { timeout: 20_000 }, 20_000],
    ['the longest limit that a timer can keep', {}, { timeout: 2 ** 31 - 1 }, 2 ** 31 - 1],
  ])('ends a call with TIMEOUT after %s', async (_name, clientOptions, callOptions, limit) => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window, ...clientOptions })
    await BX24.init()
    const outcome = watchOutcome(BX24.callMethod('profile', {}, callOptions))
    await vi.advanceTimersByTimeAsync(limit - 1)
    expect(outcome).toEqual({})
    await vi.advanceTimersByTimeAsync(1)
    expect(outcome.error).toMatchObject({ code: 'TIMEOUT', status: 0, method: 'profile' })
  })

  it('ends callBind, callUnbind and a callback too', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window, timeout: 500 })
    const bound = watchOutcome(BX24.callBind('OnAppUpdate', HANDLER_URL, { timeout: 100 }))
    const unbound = watchOutcome(BX24.callUnbind('OnAppUpdate', HANDLER_URL, { timeout: 100 }))
    const results: AjaxResult[] = []
    void BX24.callMethod('profile', {}, (result) => results.push(result))
    await vi.advanceTimersByTimeAsync(500)
    expect(bound.error).toMatchObject({ code: 'TIMEOUT', method: 'event.bind' })
    expect(unbound.error).toMatchObject({ code: 'TIMEOUT', method: 'event.unbind' })
    expect(results).toHaveLength(1)
    expect(results[0]?.error()).toMatchObject({ code: 'TIMEOUT' })
    expect(results[0]?.status).toBe(0)
  })

  it('ends init, and what waits for it, with TIMEOUT', async () => {
    const page = openScriptedPage({ silentAbout: ['getInterface', 'getInitData'] })
    const BX24 = createBX24({ window: page.window, timeout: 500 })
    const outcomes = [watchOutcome(BX24.init()), watchOutcome(BX24.callMethod('profile'))]
    await vi.advanceTimersByTimeAsync(499)
    expect(outcomes).toEqual([{}, {}])
    await vi.advanceTimersByTimeAsync(1)
    for (const { error } of outcomes) expect(error).toMatchObject({ code: 'TIMEOUT' })
  })

  it('is asked again by the next call', async () => {
    const page = openScriptedPage({ silentAbout: ['getInitData'] })
    const BX24 = createBX24({ window: page.window, timeout: 500 })
    const first = watchOutcome(BX24.init())
    await vi.advanceTimersByTimeAsync(500)
    expect(first.error).toMatchObject({ code: 'TIMEOUT' })
    const second = watchOutcome(BX24.init())
    await nextTask()
    const [, question] = page.requests.all
    page.reply(question ?? { callbackId: '' }, { AUTH_ID: 'access-2' })
    await nextTask()
    expect(second).toEqual({ result: undefined })
  })

  it('is not believed when its answer comes too late', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window, timeout: 500 })
    const outcome = watchOutcome(BX24.callMethod('profile'))
    const request = await page.requests.next()
    await vi.advanceTimersByTimeAsync(500)
    page.reply(request, answered)
    await nextTask()
    expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('a call that waited too long for init', () => {
  it('is never sent', async () => {
    const page = openScriptedPage({ silentAbout: ['getInitData'] })
    const BX24 = createBX24({ window: page.window })
    const late = watchOutcome(BX24.callMethod('profile', {}, { timeout: 100 }))
    const inTime = watchOutcome(BX24.callMethod('user.current', {}, { timeout: 1000 }))
    const question = await page.requests.next()
    await vi.advanceTimersByTimeAsync(100)
    expect(late.error).toMatchObject({ code: 'TIMEOUT', method: 'profile' })
    page.reply(question, { AUTH_ID: 'access-1' })
    page.reply(await page.requests.next(), answered)
    await nextTask()
    expect(inTime).toEqual({ result: true })
    // But together with the questions, before its time was over, which this page leaves.
    const saying = page.sent.filter((text) => text.includes('profile'))
    expect(saying).toEqual([expect.stringMatching(/^together:/)])
  })
})

describe('the timer', () => {
  it('ends each call at its own limit, in whatever order they were asked', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    await BX24.init()
    const limits = [300, 100, 400, 200, 100]
    const outcomes = limits.map((timeout) => watchOutcome(BX24.callMethod('profile', {}, { timeout })))
    for (const now of [100, 200, 300, 400]) {
      await vi.advanceTimersByTimeAsync(99)
      const ended = outcomes.filter(({ error }) => error)
      expect(ended).toHaveLength(limits.filter((limit) => limit < now).length)
      await vi.advanceTimersByTimeAsync(1)
    }
    for (const { error } of outcomes) expect(error).toMatchObject({ code: 'TIMEOUT' })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is one for all questions, and is gone when the last limit is over', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const outcomes = Array.from({ length: 100 }, () => watchOutcome(BX24.callMethod('profile')))
    await nextTask()
    expect(vi.getTimerCount()).toBe(1)
    for (const request of page.requests.all) page.reply(request, answered)
    await nextTask()
    expect(outcomes).toEqual(outcomes.map(() => ({ result: true })))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps no process alive while nothing is asked', async () => {
    vi.useRealTimers()
    const setTimer = vi.spyOn(globalThis, 'setTimeout')
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    for (const _round of [1, 2]) {
      const outcome = watchOutcome(BX24.callMethod('profile'))
      page.reply(await page.requests.next(), answered)
      await nextTask()
      expect(outcome).toEqual({ result: true })
    }
    const timers = setTimer.mock.results.map(({ value }) => value)
    expect(timers).not.toHaveLength(0)
    for (const timer of timers) expect(timer.hasRef()).toBe(false)
    BX24.close()
    setTimer.mockRestore()
  })
})
