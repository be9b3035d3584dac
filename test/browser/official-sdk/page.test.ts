import { expect, it } from 'vitest'
import { describeSdk } from './describe-sdk.js'

describeSdk("the app's place in the portal's page", {}, (context) => {
  it('has the title that the library gives it', async () => {
    const title = 'Deal: "5"'
    expect(await context.app.evaluate((title) => window.b24.parent.setTitle(title), title)).toEqual({ title })
    expect(await context.sdk.page.locator('.own-title').textContent()).toBe(title)
  })

  it('has the size that the library gives it', async () => {
    const size = { width: 320, height: 900 }
    const resized = context.app.evaluate(
      ({ width, height }) => window.b24.parent.resizeWindow(width, height),
      size,
    )
    expect(await resized).toEqual(size)
    expect(await context.app.evaluate(() => [innerWidth, innerHeight])).toEqual([320, 900])
  })

  it('fits what the app shows', async () => {
    const fitted = await context.app.evaluate(() => {
      document.body.style.height = '1234px'
      return window.b24.parent.fitWindow()
    })
    const width = await context.sdk.page.evaluate("document.querySelector('.stage').clientWidth")
    expect(fitted).toMatchObject({ width, height: expect.any(Number) })
    expect(await context.app.evaluate(() => innerHeight)).toBeGreaterThanOrEqual(1234)
    const auto = await context.app.evaluate(() => window.b24.parent.resizeWindowAuto(null, 1500, 400))
    expect(auto).toMatchObject({ width: expect.any(Number), height: 1500 })
  })

  it('is scrolled by the library', async () => {
    await context.app.evaluate(() => window.b24.parent.resizeWindow(320, 3000))
    expect(await context.app.evaluate(() => window.b24.parent.scrollParentWindow(250))).toEqual({
      scroll: 250,
    })
    expect(await context.sdk.page.evaluate("document.querySelector('.stage').scrollTop")).toBe(250)
  })

  it('is loaded anew', async () => {
    const sid = await context.app.evaluate(() => window.b24.getAppSid())
    context.app = await context.sdk.frameAfter(() =>
      context.app.evaluate(() => void window.b24.parent.reloadWindow()),
    )
    expect(await context.app.evaluate(() => window.b24.getAppSid())).not.toBe(sid)
    expect(await context.app.evaluate(() => window.b24.isFirstRun)).toBe(false)
  })
})

describeSdk('options', {}, (context) => {
  it('of the app and of its user are kept, for the next opening and for REST', async () => {
    await context.app.evaluate(async () => {
      await window.b24.options.appSet('level', '7')
      await window.b24.options.userSet('color', 'red')
    })
    expect(await context.call('app.option.get')).toEqual({ level: '7' })
    expect(await context.call('user.option.get')).toEqual({ color: 'red' })
    context.app = await context.sdk.frameAfter(() =>
      context.sdk.page.getByRole('button', { name: 'Open anew' }).click(),
    )
    const kept = await context.app.evaluate(() => [
      window.b24.options.appGet('level'),
      window.b24.options.userGet('color'),
    ])
    expect(kept).toEqual(['7', 'red'])
  })
})

const PLACED = { placement: 'CRM_DEAL_DETAIL_TAB', placementOptions: { ID: '12' } }

describeSdk('a placement', { app: PLACED }, (context) => {
  it('is told with its options and its commands', async () => {
    const told = await context.app.evaluate(async () => {
      const { placement } = window.b24
      const { title, options, isDefault, isSliderMode } = placement
      return { title, options, isDefault, isSliderMode, interface: await placement.getInterface() }
    })
    expect(told).toEqual({
      ...{ title: 'CRM_DEAL_DETAIL_TAB', options: { ID: '12' }, isDefault: false, isSliderMode: false },
      interface: { command: ['callBind', 'callUnbind', 'callMethod', 'together', 'openPort'], event: [] },
    })
  })

  it('calls what the page has of its own, and is not answered by commands that it has not', async () => {
    const told = await context.app.evaluate(async () => {
      const { placement } = window.b24
      const params = { event: 'OnCrmDealAdd', handler: 'https://app.example.com/handler/' }
      return [await placement.call('callBind', params), await placement.call('setValue', { value: '"a"' })]
    })
    expect(told).toMatchObject([{ status: 200, answer: { result: true } }, { isSafely: true }])
    expect(await context.sdk.wireOf('setValue')).toEqual([expect.stringContaining('unknown command')])
  })

  it('tells of its events, each time that one is raised', async () => {
    const bound = await context.app.evaluate(async () => {
      const told: unknown[] = []
      Object.assign(window, { told })
      return window.b24.placement.bindEvent('onDealChange', (data: unknown) => void told.push(data))
    })
    // The library waits for an answer for 900 ms only; what comes later is an event.
    expect(bound).toEqual({ isSafely: true })
    const form = context.sdk.page.getByRole('form', { name: 'Events of the placement' })
    for (const ID of ['5', '6']) {
      await form.getByLabel('Its data, as JSON').fill(JSON.stringify({ ID }))
      await form.getByRole('button', { name: 'Raise' }).click()
    }
    await context.app.waitForFunction('told.length === 2')
    expect(await context.app.evaluate('told')).toEqual([{ ID: '5' }, { ID: '6' }])
  })
})

describeSdk('what the portal does not simulate', {}, (context) => {
  it('is not answered, and is told by its name in the wire', async () => {
    const ends = await context.app.evaluate(async () => {
      const { dialog, slider, parent, getTargetOrigin } = window.b24
      const origin = getTargetOrigin.call(window.b24)
      const asked = [
        ...[dialog.selectUser(), dialog.selectUsers(), dialog.selectAccess(), dialog.selectCRM()],
        ...[slider.openSliderAppPage({}), slider.openPath(new URL('/crm/deal/', origin))],
        ...[slider.closeSliderAppPage(), parent.closeApplication()],
      ]
      let settled = 0
      for (const one of asked) void one.finally(() => settled++)
      const given = [
        ...[parent.imCallTo(1), parent.imPhoneTo('1'), parent.imOpenMessenger(1), parent.imOpenHistory(1)],
      ]
      return { given: await Promise.all(given), settled }
    })
    expect(ends).toEqual({ given: Array(4).fill({ isSafely: true }), settled: 0 })
    for (const command of [
      ...['selectUser', 'selectAccess', 'selectCRM', 'openApplication', 'closeApplication', 'openPath'],
      ...['imCallTo', 'imPhoneTo', 'imOpenMessenger', 'imOpenHistory'],
    ]) {
      const [line] = await context.sdk.wireOf(command)
      expect(line, command).toContain('Not simulated')
    }
  })
})
