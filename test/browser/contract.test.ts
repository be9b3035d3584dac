import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { describeEventContract } from '../contract/event-contract.js'
import type { Harness, OpenApp, OpenOptions } from '../contract/harness.js'
import { launchChromium } from '../support/chromium.js'
import { createFrameCallers } from '../support/frame-callers.js'
import { bundlePage, type FramePages, serveFramePages } from '../support/frame-pages.js'

const folder = 'test/browser/pages'
let browser: Browser
let pages: FramePages
let page: Page

beforeAll(async () => {
  // Both origins in one process: what is checked is the same, and a frame is there in a third of the time.
  browser = await launchChromium({ args: ['--disable-site-isolation-trials'] })
  pages = await serveFramePages({
    portal: await bundlePage(`${folder}/contract-portal-page.ts`),
    apps: { '': await bundlePage(`${folder}/contract-app-page.ts`) },
  })
  page = await browser.newPage()
  await page.goto(pages.portalUrl)
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})

/** The library in real frames, on an origin of its own, and the engine in the portal's page. */
const chromiumHarness: Harness = {
  way: 'in Chromium, from a frame over a private line to the engine in the page',
  hasWebhooks: false,
  async open(options: OpenOptions = {}) {
    await page.evaluate((options) => window.portalAgent.open(options), options)
    const { call } = createFrameCallers(page, (userId) =>
      page.evaluate(([userId, url]) => window.portalAgent.openFrame(userId, url), [
        userId,
        pages.appUrl,
      ] as const),
    )
    const ask =
      <Name extends keyof OpenApp>(name: Name) =>
      (...given: unknown[]) =>
        page.evaluate(([name, given]) => window.portalAgent.ask(name, given), [
          name as Exclude<Name, 'call'>,
          given,
        ] as const) as never
    return {
      handlerBase: await ask('handlerBase')(),
      call(caller, method, params) {
        if (typeof caller !== 'number') throw new TypeError('A frame is no webhook')
        return call(caller, method, params)
      },
      callWithToken: ask('callWithToken'),
      raise: ask('raise'),
      setLoad: ask('setLoad'),
      updateUser: ask('updateUser'),
      finishInstall: ask('finishInstall'),
      update: ask('update'),
      uninstall: ask('uninstall'),
      install: ask('install'),
      passTime: ask('passTime'),
      settled: ask('settled'),
      received: ask('received'),
      deliveries: ask('deliveries'),
      handlers: ask('handlers'),
      close: ask('close'),
    }
  },
}

describeEventContract(chromiumHarness)
