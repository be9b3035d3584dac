import { type AjaxResult, createBX24 } from 'bx24-events'
import { describe, expect, it, vi } from 'vitest'
import { countListeners } from '../../support/counted-window.js'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { collectProcessErrors } from '../../support/process-errors.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const CLOSED = { code: 'CLOSED', status: 0 }

function openClient(silentAbout: string[] = []) {
  const page = openScriptedPage({ silentAbout })
  const counted = countListeners(page.window)
  return { page, counted, BX24: createBX24({ window: counted.window }) }
}

describe('closing a client', () => {
  it('rejects the calls that await an answer', async () => {
    const { page, BX24 } = openClient()
    const calls = [BX24.callMethod('profile'), BX24.callBind('OnAppUpdate', HANDLER_URL)]
    await page.requests.next()
    await page.requests.next()
    BX24.close()
    for (const call of calls) await expect(call).rejects.toMatchObject(CLOSED)
  })

  it('rejects init and the calls that wait for it, and they are never sent', async () => {
    const { page, BX24 } = openClient(['getInitData'])
    const waiting = [BX24.init(), BX24.callMethod('profile'), BX24.refreshAuth(), BX24.installFinish()]
    const question = await page.requests.next()
    BX24.close()
    for (const one of waiting) await expect(one).rejects.toMatchObject(CLOSED)
    page.reply(question, { AUTH_ID: 'access-1' })
    await nextTask()
    expect(page.requests.all).toHaveLength(1)
  })

  it('tells callbacks too, once each', async () => {
    const { page, BX24 } = openClient()
    const results: AjaxResult[] = []
    void BX24.callMethod('profile', {}, (result) => results.push(result))
    const request = await page.requests.next()
    BX24.close()
    page.reply(request, { status: 200, answer: { result: true } })
    await nextTask()
    expect(results.map((result) => result.error())).toMatchObject([CLOSED])
  })

  it('rejects what is asked afterwards, and sends nothing', async () => {
    const { page, BX24 } = openClient()
    await BX24.init()
    BX24.close()
    const { length } = page.sent
    const asked = [
      ...[BX24.init(), BX24.callMethod('profile'), BX24.callBind('OnAppUpdate', HANDLER_URL)],
      ...[BX24.callUnbind('OnAppUpdate', HANDLER_URL), BX24.refreshAuth(), BX24.installFinish()],
    ]
    for (const one of asked) await expect(one).rejects.toMatchObject(CLOSED)
    expect(page.sent).toHaveLength(length)
  })

  it('rejects what is asked afterwards where it was never opened', async () => {
    const { page, BX24 } = openClient()
    BX24.close()
    await expect(BX24.init()).rejects.toMatchObject(CLOSED)
    await expect(BX24.callMethod('profile')).rejects.toMatchObject(CLOSED)
    expect(page.sent).toEqual([])
  })

  it('may be done twice', async () => {
    const { BX24 } = openClient()
    await BX24.init()
    BX24.close()
    expect(() => BX24.close()).not.toThrow()
    await expect(BX24.init()).rejects.toMatchObject(CLOSED)
  })

  it('says nothing of a renewal that was under way but that it was closed', async () => {
    const { page, BX24 } = openClient()
    const renewed = BX24.refreshAuth()
    await page.requests.next()
    BX24.close()
    await expect(renewed).rejects.toMatchObject(CLOSED)
  })

  it('leaves another client of the same page alone', async () => {
    const { page, BX24 } = openClient()
    const other = createBX24({ window: page.window })
    await BX24.init()
    const call = other.callMethod('profile')
    const request = await page.requests.next()
    BX24.close()
    page.reply(request, { status: 200, answer: { result: true } })
    expect(await call).toBe(true)
  })

  it('takes back what was asked at the same moment', async () => {
    const { page, BX24 } = openClient()
    await BX24.init()
    const { length } = page.sent
    const outcomes = [BX24.callMethod('profile'), BX24.refreshAuth()].map(watchOutcome)
    BX24.close()
    await nextTask()
    for (const { error } of outcomes) expect(error).toMatchObject(CLOSED)
    expect(page.sent).toHaveLength(length)
  })

  it('keeps an installation from being finished at the same moment', async () => {
    const page = openScriptedPage({ initData: { INSTALL: true } })
    const BX24 = createBX24({ window: page.window })
    await BX24.init()
    const finished = BX24.installFinish()
    BX24.close()
    await expect(finished).rejects.toMatchObject(CLOSED)
    expect(page.requests.all).toEqual([])
  })

  it('leaves no listener and no timer behind', async () => {
    vi.useFakeTimers()
    const { page, counted, BX24 } = openClient()
    expect(counted.listenerCount).toBe(0)
    const calls = [BX24.callMethod('profile'), BX24.callMethod('user.current', {}, { timeout: 5 })]
    await page.requests.next()
    expect(counted.listenerCount).toBe(1)
    expect(vi.getTimerCount()).toBe(1)
    BX24.close()
    for (const call of calls) await expect(call).rejects.toMatchObject(CLOSED)
    expect(counted.listenerCount).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  it('leaves no rejection to the page, whenever it is done', async () => {
    const errors = await collectProcessErrors(async () => {
      for (const silentAbout of [[], ['getInitData'], ['getInterface', 'getInitData']]) {
        const { BX24 } = openClient(silentAbout)
        const rejected = expect(BX24.callMethod('profile')).rejects.toMatchObject(CLOSED)
        await nextTask()
        BX24.close()
        await rejected
      }
    })
    expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
  })
})
