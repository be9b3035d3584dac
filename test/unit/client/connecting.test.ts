import { createBX24 } from 'bx24-events'
import { describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { openTestApp } from '../../support/test-app.js'
import { BORIS, HANDLER_URL } from '../../support/test-portal.js'

describe('connecting', () => {
  it('begins at the first use, not before', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    await nextTask()
    expect(page.sent).toEqual([])
    await BX24.init()
    expect(page.sent).toHaveLength(3)
  })

  it('asks what the page can do first, and then for the rest, in one go', async () => {
    const page = openScriptedPage({ silentAbout: ['getInterface', 'getInitData'] })
    void createBX24({ window: page.window }).init()
    const [first, second] = [await page.requests.next(), await page.requests.next()]
    expect([first.command, second.command]).toEqual(['getInterface', 'getInitData'])
    page.reply(first, { command: [], event: [] })
    page.reply(second, { AUTH_ID: 'access-1' })
  })

  it('waits for getInitData where getInterface is answered first', async () => {
    const page = openScriptedPage({ silentAbout: ['getInitData'] })
    const initialised = vi.fn()
    const connected = createBX24({ window: page.window }).init(initialised)
    const question = await page.requests.next()
    await nextTask()
    expect(initialised).not.toHaveBeenCalled()
    page.reply(question, { AUTH_ID: 'access-1' })
    await connected
  })

  it('does not wait for getInterface where getInitData has been answered: such a page does not know it', async () => {
    const page = openScriptedPage({ silentAbout: ['getInterface'] })
    const BX24 = createBX24({ window: page.window, route: 'message' })
    await BX24.init()
    expect(BX24.getDomain()).toBe('portal.example.com')
    await expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' })
  })
})

it('asks anew over the window where the page takes a line but has told no token', async () => {
  const page = openScriptedPage({ commands: ['openPort'], silentAbout: ['getInitData'] })
  const BX24 = createBX24({ window: page.window })
  const refused = expect(BX24.init()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  page.reply(await page.requests.next(), {})
  await refused
  const connected = BX24.init()
  page.reply(await page.requests.next(), { AUTH_ID: 'access-1' })
  await connected
})

describe('calls before init', () => {
  it('wait for it by themselves, and go out in their order', async () => {
    const page = openScriptedPage({ silentAbout: ['getInitData'] })
    const BX24 = createBX24({ window: page.window })
    // Nobody answers them: they fail when all this is over.
    const ignore = () => undefined
    BX24.callBind('OnAppUpdate', HANDLER_URL).catch(ignore)
    BX24.callMethod('profile').catch(ignore)
    void BX24.init()
    BX24.callUnbind('OnAppInstall', HANDLER_URL).catch(ignore)
    BX24.callMethod('user.current').catch(ignore)
    const question = await page.requests.next()
    await nextTask()
    expect(page.requests.all).toHaveLength(1)
    page.reply(question, { AUTH_ID: 'access-1' })
    await nextTask()
    const [, ...calls] = page.requests.all.map(({ command, params }) => params.method ?? command)
    expect(calls).toEqual(['callBind', 'profile', 'callUnbind', 'user.current'])
  })

  it('have their effects in their order', async () => {
    const { BX24, portal } = openTestApp()
    const answers = await Promise.all([
      BX24.callBind('OnCrmDealAdd', HANDLER_URL),
      BX24.callUnbind('OnCrmDealAdd', HANDLER_URL),
      BX24.callUnbind('OnCrmDealAdd', HANDLER_URL),
      BX24.callBind('OnCrmDealAdd', HANDLER_URL, 3),
    ])
    expect(answers).toEqual([true, { count: 1 }, { count: 0 }, true])
    expect(portal.handlers()).toMatchObject([{ authType: 3 }])
  })

  it('are followed by calls after it', async () => {
    const { BX24 } = openTestApp()
    const early = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    await BX24.init()
    const late = BX24.callMethod('event.get')
    expect(await early).toBe(true)
    expect(await late).toHaveLength(1)
  })
})

describe('init with a callback alone', () => {
  it('tells by console.error, once, where it fails, and leaves no rejection to the page', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const callback = vi.fn()
    void createBX24().init(callback)
    await nextTask()
    expect(told.mock.calls).toMatchObject([[{ code: 'NOT_EMBEDDED' }]])
    expect(callback).not.toHaveBeenCalled()
    told.mockRestore()
  })

  it('tells nothing where it goes well', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const { BX24 } = openTestApp({ userId: BORIS })
    await new Promise<void>((resolve) => BX24.init(resolve))
    expect(told).not.toHaveBeenCalled()
    told.mockRestore()
  })
})
