import { createBX24 } from 'bx24-events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { type Fault, openRestApp } from '../../support/rest-app.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const limited: Fault = () =>
  Response.json({ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' }, { status: 503 })
const never: Fault = () => new Promise(() => undefined)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets time pass, and whatever follows from it come to its end. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 50) {
    await vi.advanceTimersByTimeAsync(Math.min(left, 50))
    for (let task = 0; task < 6; task++) await nextTask()
  }
}

/** As many calls, each of a turn of its own. */
async function callOneByOne(count: number, call: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index++) {
    void call().catch(() => undefined)
    await nextTask()
  }
}

describe('the limit of a portal', () => {
  it('is kept: 50 requests at once, then two a second', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    await callOneByOne(60, () => BX24.callMethod('profile', {}, { timeout: 100_000 }))
    await nextTask()
    const sentAfter = [requests.length]
    for (let second = 1; second <= 6; second++) {
      await pass(1000)
      sentAfter.push(requests.length)
    }
    expect(sentAfter).toEqual([50, 52, 54, 56, 58, 60, 60])
  })

  it('leaves room again while nothing is called', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    await callOneByOne(50, () => BX24.callMethod('profile'))
    await pass(5000)
    await callOneByOne(12, () => BX24.callMethod('profile'))
    await nextTask()
    expect(requests).toHaveLength(60)
  })

  it('that others have used up makes calls wait, and go again in their order', async () => {
    const { BX24, faults, requests, portal } = openRestApp()
    faults.push(limited)
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    await nextTask()
    await nextTask()
    const unbound = BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
    await nextTask()
    expect(requests).toHaveLength(1)
    await pass(2000)
    expect(await Promise.all([bound, unbound])).toEqual([true, { count: 1 }])
    expect(requests.map(({ method }) => method)).toEqual(['event.bind', 'event.bind', 'event.unbind'])
    expect(portal.handlers()).toEqual([])
  })

  it('that is reached within a batch makes only those calls go again', async () => {
    const { BX24, faults, requests } = openRestApp()
    const error = { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' }
    faults.push(() => Response.json({ result: { result: { 0: 'first' }, result_error: { 1: error } } }))
    const ended = Promise.all([BX24.callMethod('a'), BX24.callMethod('profile')])
    await pass(1000)
    expect(await ended).toMatchObject(['first', { ID: '1' }])
    expect(requests.map(({ calls }) => calls)).toEqual([['a', 'profile'], ['profile']])
  })

  it('that stays reached ends a call by its time limit', async () => {
    const { BX24, faults, requests } = openRestApp()
    faults.push(...Array<Fault>(100).fill(limited))
    const ended = expect(BX24.callMethod('profile', {}, { timeout: 5000 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    })
    await pass(6000)
    await ended
    expect(requests.length).toBeGreaterThan(5)
    expect(requests.length).toBeLessThan(13)
  })

  it('is waited for over the page too, and a bind is not overtaken', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    const unbound = BX24.callUnbind('onCrmDealAdd', HANDLER_URL)
    const first = await page.requests.next()
    page.reply(first, { status: 503, answer: { error: 'QUERY_LIMIT_EXCEEDED' } })
    await nextTask()
    expect(page.requests.all).toHaveLength(1)
    await pass(1000)
    expect(page.requests.all.map(({ command }) => command)).toEqual(['callBind', 'callBind'])
    page.reply(page.requests.all[1] ?? first, { status: 200, answer: { result: true } })
    expect(await bound).toBe(true)
    await nextTask()
    expect(page.requests.all.map(({ command }) => command)).toEqual(['callBind', 'callBind', 'callUnbind'])
    page.reply(page.requests.all[2] ?? first, { status: 200, answer: { result: { count: 1 } } })
    expect(await unbound).toEqual({ count: 1 })
  })
})

describe('a call that waits', () => {
  it('and is given up is never sent, and keeps nobody back', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    await callOneByOne(50, () => BX24.callMethod('profile'))
    const giveUp = new AbortController()
    const given = expect(BX24.callMethod('given.up', {}, { signal: giveUp.signal })).rejects.toBe('enough')
    const late = expect(BX24.callMethod('too.late', {}, { timeout: 100 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    })
    const other = BX24.callMethod('profile')
    await nextTask()
    giveUp.abort('enough')
    await given
    await pass(1500)
    await late
    expect(await other).toMatchObject({ ID: '1' })
    expect(requests.flatMap(({ calls }) => calls).filter((method) => method !== 'profile')).toEqual([])
  })

  it('takes no room that it needs no more', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    await callOneByOne(50, () => BX24.callMethod('profile'))
    await callOneByOne(50, () => BX24.callMethod('too.late', {}, { timeout: 100 }))
    await pass(100)
    const other = BX24.callMethod('profile')
    await pass(500)
    expect(await other).toMatchObject({ ID: '1' })
    expect(requests).toHaveLength(51)
  })

  it('is ended by closing, and nothing is sent any more', async () => {
    const { BX24, faults, requests } = openRestApp()
    faults.push(never, limited)
    const hanging = expect(BX24.callBind('OnCrmDealAdd', HANDLER_URL)).rejects.toMatchObject({
      code: 'CLOSED',
    })
    await nextTask()
    const limitedOne = expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'CLOSED' })
    await nextTask()
    const waiting = expect(BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)).rejects.toMatchObject({
      code: 'CLOSED',
    })
    await nextTask()
    BX24.close()
    await Promise.all([hanging, limitedOne, waiting])
    await pass(3000)
    expect(requests).toHaveLength(2)
    expect(requests[0]?.init.signal?.aborted).toBe(true)
    await expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
