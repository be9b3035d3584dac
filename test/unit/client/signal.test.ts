import { getEventListeners } from 'node:events'
import { type AjaxResult, createBX24 } from 'bx24-events'
import { describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const answered = { status: 200, answer: { result: true } }

function openClient(silentAbout: string[] = []) {
  const page = openScriptedPage({ silentAbout })
  return { page, BX24: createBX24({ window: page.window }) }
}

describe('an aborted signal', () => {
  it('rejects a call with its reason, whatever that is', async () => {
    const { BX24 } = openClient()
    const reason = { why: 'the user went elsewhere' }
    const signal = AbortSignal.abort(reason)
    await expect(BX24.callMethod('profile', {}, { signal })).rejects.toBe(reason)
    await expect(BX24.callBind('OnAppUpdate', HANDLER_URL, { signal })).rejects.toBe(reason)
    await expect(BX24.callUnbind('OnAppUpdate', HANDLER_URL, { signal })).rejects.toBe(reason)
  })

  it('has an AbortError as its reason where none was given', async () => {
    const { BX24 } = openClient()
    const call = BX24.callMethod('profile', {}, { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('keeps the call from being sent where it was aborted before', async () => {
    const { page, BX24 } = openClient()
    await BX24.init()
    await expect(BX24.callMethod('profile', {}, { signal: AbortSignal.abort() })).rejects.toThrow()
    BX24.callMethod('user.current', {}, { signal: new AbortController().signal }).catch(() => undefined)
    expect((await page.requests.next()).params.method).toBe('user.current')
    expect(page.requests.all).toHaveLength(1)
  })

  it('ends a call that waits for init, and the call is never sent', async () => {
    const { page, BX24 } = openClient(['getInitData'])
    const aborter = new AbortController()
    const aborted = BX24.callMethod('profile', {}, { signal: aborter.signal })
    BX24.callMethod('user.current').catch(() => undefined)
    const question = await page.requests.next()
    aborter.abort('enough')
    await expect(aborted).rejects.toBe('enough')
    page.reply(question, { AUTH_ID: 'access-1' })
    expect((await page.requests.next()).params.method).toBe('user.current')
    // But together with the questions, before it was given up, which this page leaves.
    const saying = page.sent.filter((text) => text.includes('profile'))
    expect(saying).toEqual([expect.stringMatching(/^together:/)])
  })

  it('ends a call whose answer is awaited, and the answer is not believed any more', async () => {
    const { page, BX24 } = openClient()
    const aborter = new AbortController()
    const call = BX24.callMethod('profile', {}, { signal: aborter.signal })
    const request = await page.requests.next()
    aborter.abort('enough')
    page.reply(request, answered)
    await expect(call).rejects.toBe('enough')
  })

  it('does nothing to a call that has ended, nor to the others', async () => {
    const { page, BX24 } = openClient()
    const aborter = new AbortController()
    const first = BX24.callMethod('profile', {}, { signal: aborter.signal })
    const second = BX24.callMethod('user.current')
    page.reply(await page.requests.next(), answered)
    expect(await first).toBe(true)
    aborter.abort()
    page.reply(await page.requests.next(), answered)
    expect(await second).toBe(true)
  })

  it('shows in a callback as an error with the code ABORTED, since a reason can be anything', async () => {
    const { BX24 } = openClient()
    const options = { signal: AbortSignal.abort('enough') }
    const result = await new Promise<AjaxResult>((resolve) =>
      BX24.callBind('OnAppUpdate', HANDLER_URL, options, resolve),
    )
    expect(result.error()).toMatchObject({ code: 'ABORTED', cause: 'enough', status: 0 })
  })
})

it('no listener is left on a signal, whichever way its calls end', async () => {
  vi.useFakeTimers()
  const { page, BX24 } = openClient()
  const { signal } = new AbortController()
  const options = { signal, timeout: 500 }
  const answeredCall = BX24.callMethod('profile', {}, options)
  const lateCall = BX24.callMethod('profile', {}, options)
  page.reply(await page.requests.next(), answered)
  expect(await answeredCall).toBe(true)
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  const late = expect(lateCall).rejects.toMatchObject({ code: 'TIMEOUT' })
  await vi.advanceTimersByTimeAsync(500)
  await late
  const closedCall = BX24.callMethod('profile', {}, options)
  await nextTask()
  BX24.close()
  await expect(closedCall).rejects.toMatchObject({ code: 'CLOSED' })
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  vi.useRealTimers()
})
