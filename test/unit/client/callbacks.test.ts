import { type AjaxResult, createBX24 } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { collectProcessErrors } from '../../support/process-errors.js'
import { openRestApp } from '../../support/rest-app.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { openTestApp } from '../../support/test-app.js'
import { BORIS, HANDLER_URL } from '../../support/test-portal.js'

const thrown = new Error('thrown by a callback')

function throwIt(): never {
  throw thrown
}

describe('a callback that throws', () => {
  it("reaches the process's error handling, and the call's promise and the others stay as they are", async () => {
    const { BX24 } = openTestApp()
    const ends: unknown[] = []
    const errors = await collectProcessErrors(async () => {
      const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL, 0, throwIt)
      const listed = new Promise<AjaxResult>((resolve) => BX24.callMethod('event.get', {}, resolve))
      ends.push(await bound, (await listed).data())
    })
    expect(errors).toEqual({ uncaught: [thrown], unhandledRejections: [] })
    expect(ends).toMatchObject([true, [{ event: 'ONCRMDEALADD' }]])
  })

  it('does so for a failing call too', async () => {
    const { BX24 } = openTestApp({ userId: BORIS })
    const errors = await collectProcessErrors(async () => {
      const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL, 0, throwIt)
      await expect(bound).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    })
    expect(errors).toEqual({ uncaught: [thrown], unhandledRejections: [] })
  })

  it('does so in init, install and refreshAuth', async () => {
    const page = openScriptedPage({ initData: { FIRST_RUN: true } })
    const BX24 = createBX24({ window: page.window })
    const errors = await collectProcessErrors(async () => {
      BX24.install(throwIt)
      await BX24.init(throwIt)
      await BX24.installFinish()
      const renewed = BX24.refreshAuth(throwIt)
      page.reply(await page.requests.next(({ command }) => command === 'refreshAuth'), {
        AUTH_ID: 'access-2',
      })
      await renewed
    })
    expect(errors).toEqual({ uncaught: [thrown, thrown, thrown], unhandledRejections: [] })
    await expect(BX24.init()).resolves.toBeUndefined()
  })
})

describe('a failing call', () => {
  it('leaves no rejection to the page where it has a callback', async () => {
    const { BX24 } = openTestApp({ userId: BORIS })
    const results: AjaxResult[] = []
    const tell = (result: AjaxResult) => void results.push(result)
    const errors = await collectProcessErrors(() => {
      void BX24.callBind('OnCrmDealAdd', HANDLER_URL, 0, tell)
      void BX24.callUnbind('OnCrmDealAdd', HANDLER_URL, tell)
      void BX24.callMethod('no.method', {}, tell)
      void createBX24().callMethod('profile', {}, tell)
    })
    expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
    const codes = results.map((result) => result.error()?.code)
    expect(codes.sort()).toEqual(['ACCESS_DENIED', 'ACCESS_DENIED', 'ERROR_METHOD_NOT_FOUND', 'NOT_EMBEDDED'])
  })

  it.each(['message', 'rest'] as const)(
    'leaves its rejection to the page where it has none, so that nothing fails in silence: by %s',
    async (route) => {
      const { BX24 } = openRestApp({ userId: BORIS, client: { route } })
      const errors = await collectProcessErrors(() => {
        void BX24.callBind('OnCrmDealAdd', HANDLER_URL)
        void BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
        void BX24.callMethod('no.method')
      })
      const codes = errors.unhandledRejections.map((error) => Object(error).code)
      expect(codes.sort()).toEqual(['ACCESS_DENIED', 'ACCESS_DENIED', 'ERROR_METHOD_NOT_FOUND'])
      expect(errors.uncaught).toEqual([])
    },
  )

  it('leaves one rejection, not two, where the page does not answer at all', async () => {
    const page = openScriptedPage({ silentAbout: ['getInterface', 'getInitData'] })
    const BX24 = createBX24({ window: page.window })
    const errors = await collectProcessErrors(async () => {
      void BX24.callMethod('profile')
      await nextTask()
      BX24.close()
    })
    expect(errors.unhandledRejections).toMatchObject([{ code: 'CLOSED' }])
  })

  it('leaves none beside that of its signal', async () => {
    const page = openScriptedPage({ commands: [] })
    const BX24 = createBX24({ window: page.window, route: 'message' })
    const errors = await collectProcessErrors(async () => {
      const aborted = BX24.callMethod('profile', {}, { signal: AbortSignal.abort('enough') })
      await expect(aborted).rejects.toBe('enough')
      await expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
    })
    expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
  })

  it('leaves none where a renewal has a callback', async () => {
    const results: unknown[] = []
    const errors = await collectProcessErrors(() => {
      void createBX24().refreshAuth((auth) => results.push(auth))
    })
    expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
    expect(results).toEqual([false])
  })
})

it('a callback is called once, after the call has been made', async () => {
  const { BX24 } = openTestApp()
  await BX24.init()
  const calls: string[] = []
  void BX24.callMethod('profile', {}, () => calls.push('callback'))
  calls.push('made')
  await nextTask()
  expect(calls).toEqual(['made', 'callback'])
})
