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
  // Both origins in one process: what is checked is the same, and a frame is there in a third of the time.
  browser = await launchChromium({ args: ['--disable-site-isolation-trials'] })
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

/**
 * The library in real frames, the portal's page around them, and the engine in the server behind that. With `answersCalls`
 * calls go through the page. Without, it is a page of today's portals: it has the standard commands only, and calls go to
 * the server's REST.
 */
const createHarness = (way: string, answersCalls: boolean): Harness => ({
  way,
  hasWebhooks: false,
  async open(options) {
    const { running, portalSide } = await openServedPortal(options, { appUrl: apps.appUrl, page: hostPage })
    await page.goto(running.url)
    const { call, reopen } = createFrameCallers(page, (userId) =>
      page.evaluate(([userId, url, answersCalls]) => window.hostAgent.openFrame(userId, url, answersCalls), [
        userId,
        `${apps.appUrl}?line=no`,
        answersCalls,
      ] as const),
    )
    return {
      ...portalSide,
      call(caller, method, params) {
        if (typeof caller !== 'number') throw new TypeError('A frame is no webhook')
        return call(caller, method, params)
      },
      // The tokens of the installation before are dead, and with them the frames that were opened with one.
      async install() {
        await portalSide.install()
        reopen()
      },
    }
  },
})

describeEventContract(
  createHarness('in Chromium, from a frame over its window through the page to the server', true),
)
describeEventContract(
  createHarness("in Chromium, from a frame in a page of today to the server's REST", false),
)
