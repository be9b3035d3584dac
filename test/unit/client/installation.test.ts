import { createBX24 } from 'bx24-events'
import { describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { openTestApp } from '../../support/test-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

function openClient(initData: Record<string, unknown>) {
  const page = openScriptedPage({ initData })
  return { page, BX24: createBX24({ window: page.window }) }
}

const commandsOf = (page: ReturnType<typeof openScriptedPage>) =>
  page.requests.all.map(({ command, params }) => ({ command, params }))

describe("a user's first run", () => {
  it('runs the installer, and the init callbacks once it has finished', async () => {
    const { page, BX24 } = openClient({ FIRST_RUN: true })
    const steps: string[] = []
    BX24.install(() => steps.push('installer'))
    void BX24.init(() => steps.push('init'))
    await nextTask()
    expect(steps).toEqual(['installer'])
    await BX24.installFinish()
    await nextTask()
    expect(steps).toEqual(['installer', 'init'])
    expect(commandsOf(page)).toEqual([{ command: 'setInstall', params: { install: true } }])
  })

  it('runs the installer first also where init was called before', async () => {
    const { BX24 } = openClient({ FIRST_RUN: true })
    const steps: string[] = []
    void BX24.init(() => steps.push('init'))
    BX24.install(() => steps.push('installer'))
    await nextTask()
    expect(steps).toEqual(['installer'])
    await BX24.installFinish()
    await nextTask()
    expect(steps).toEqual(['installer', 'init'])
  })

  it('runs what waits as soon as the page answers, where it was too slow at first', async () => {
    const page = openScriptedPage({ initData: { FIRST_RUN: true } })
    const BX24 = createBX24({ window: page.window, timeout: 20 })
    const { postMessage } = page.window.parent
    page.window.parent.postMessage = () => undefined
    const steps: string[] = []
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    BX24.install(() => steps.push('installer'))
    await expect(BX24.init(() => steps.push('too early'))).rejects.toMatchObject({ code: 'TIMEOUT' })
    expect(told).toHaveBeenCalledTimes(2)
    told.mockRestore()
    page.window.parent.postMessage = postMessage
    void BX24.callMethod('profile').catch(() => undefined)
    await expect.poll(() => steps).toEqual(['installer'])
    // The callback of the one that failed was told so by its promise, and is not run beside that of the next one.
    void BX24.init(() => steps.push('init'))
    await BX24.installFinish()
    await nextTask()
    expect(steps).toEqual(['installer', 'init'])
    BX24.close()
  })

  it.each([undefined, null, 5])('takes no installer that is no function: %s', (installer) => {
    const { BX24 } = openClient({ FIRST_RUN: true })
    expect(() => BX24.install(installer as never)).toThrow(new TypeError('Expected installer: a function'))
  })

  it('is over when each of several installers has finished', async () => {
    const { page, BX24 } = openClient({ FIRST_RUN: true, INSTALL: true })
    const initialised = vi.fn()
    BX24.install(() => undefined)
    BX24.install(() => undefined)
    void BX24.init(initialised)
    await nextTask()
    await BX24.installFinish()
    await nextTask()
    expect(initialised).not.toHaveBeenCalled()
    expect(page.requests.all).toEqual([])
    await BX24.installFinish()
    await nextTask()
    expect(initialised).toHaveBeenCalledOnce()
    expect(commandsOf(page)).toEqual([{ command: 'setInstall', params: { install: true } }])
  })

  it("lets an installer call the portal, and resolves init's promise, before it is over", async () => {
    const { page, BX24 } = openClient({ FIRST_RUN: true })
    BX24.install(() => void BX24.callBind('OnAppUpdate', HANDLER_URL).catch(() => undefined))
    await BX24.init()
    expect((await page.requests.next()).command).toBe('callBind')
  })

  it('runs init callbacks that come later at once', async () => {
    const { BX24 } = openClient({ FIRST_RUN: true })
    BX24.install(() => void BX24.installFinish())
    await new Promise<void>((resolve) => BX24.init(resolve))
    await new Promise<void>((resolve) => BX24.init(resolve))
  })

  it('is over for the portal too, so that the next opening runs no installer', async () => {
    const { BX24, frame } = openTestApp()
    BX24.install(() => void BX24.installFinish())
    await new Promise<void>((resolve) => BX24.init(resolve))
    const again = createBX24({ window: frame.window })
    const installer = vi.fn()
    again.install(installer)
    await new Promise<void>((resolve) => again.init(resolve))
    expect(installer).not.toHaveBeenCalled()
  })
})

describe('any later run', () => {
  it('runs no installer, and the init callbacks at once', async () => {
    const { page, BX24 } = openClient({ FIRST_RUN: false })
    const installer = vi.fn()
    BX24.install(installer)
    await new Promise<void>((resolve) => BX24.init(resolve))
    await nextTask()
    expect(installer).not.toHaveBeenCalled()
    expect(page.requests.all).toEqual([])
  })
})

describe('installFinish', () => {
  it('ends an installation that is under way, and resolves when that is sent', async () => {
    const { page, BX24 } = openClient({ INSTALL: true })
    await BX24.installFinish()
    expect(await page.requests.next()).toMatchObject({
      command: 'setInstallFinish',
      params: {},
      callbackId: '',
    })
  })

  it('sends nothing where there is none', async () => {
    const { page, BX24 } = openClient({ INSTALL: false })
    await BX24.installFinish()
    await nextTask()
    expect(page.requests.all).toEqual([])
  })

  it('installs the app in the portal, which opens it anew', async () => {
    const testApp = openTestApp({ portal: { app: { installed: false } } })
    expect(testApp.app.installed).toBe(false)
    await testApp.BX24.callBind('OnAppInstall', HANDLER_URL)
    await testApp.BX24.installFinish()
    await nextTask()
    await testApp.portal.settled()
    expect(testApp.app.installed).toBe(true)
    expect(testApp.reopened).toBe(1)
    expect(testApp.received).toHaveLength(1)
  })

  it('does nothing to a portal where the app is installed', async () => {
    const testApp = openTestApp()
    await testApp.BX24.installFinish()
    await nextTask()
    expect(testApp.reopened).toBe(0)
  })

  it('rejects outside a portal', async () => {
    await expect(createBX24().installFinish()).rejects.toMatchObject({ code: 'NOT_EMBEDDED' })
  })
})

it('an installer outside a portal does not run, which console.error tells', async () => {
  const told = vi.spyOn(console, 'error').mockReturnValue()
  const installer = vi.fn()
  createBX24().install(installer)
  await nextTask()
  expect(installer).not.toHaveBeenCalled()
  expect(told.mock.calls).toMatchObject([[{ code: 'NOT_EMBEDDED' }]])
  told.mockRestore()
})
