import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { describeEventContract } from '../contract/event-contract.js'
import type { Harness } from '../contract/harness.js'
import { openServedPortal } from '../contract/http-harness.js'
import { launchChromium } from '../support/chromium.js'
import { createFrameCallers } from '../support/frame-callers.js'
import { bundlePage, type FramePages, serveFramePages } from '../support/frame-pages.js'

const folder = 'test/browser/pages'
let browser: Browser
let apps: FramePages
let hostPage: string
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  hostPage = await bundlePage(`${folder}/contract-host-page.ts`)
  apps = await serveFramePages({
    portal: '',
    apps: { '': await bundlePage(`${folder}/contract-app-page.ts`) },
  })
  page = await browser.newPage()
})
afterAll(async () => {
  await browser.close()
  await apps.close()
})

/** The library in real frames, the portal's page around them, and the engine in the server behind that. */
const serverHarness: Harness = {
  way: 'in Chromium, from a frame through the page to the server',
  hasWebhooks: false,
  async open(options) {
    const { running, portalSide } = await openServedPortal(options, { appUrl: apps.appUrl, page: hostPage })
    await page.goto(running.url)
    const { call } = createFrameCallers(page, (userId) =>
      page.evaluate(([userId, url]) => window.hostAgent.openFrame(userId, url), [
        userId,
        apps.appUrl,
      ] as const),
    )
    return {
      ...portalSide,
      call(caller, method, params) {
        if (typeof caller !== 'number') throw new TypeError('A frame is no webhook')
        return call(caller, method, params)
      },
    }
  },
}

describeEventContract(serverHarness)
