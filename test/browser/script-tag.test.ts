import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { findFrame } from '../support/find-frame.js'
import { bundlePage, type FramePages, serveFramePages, writePage } from '../support/frame-pages.js'

/** Does what the official script does to a page: takes `window.BX24`, asks the portal, and hears all that it answers. */
const STAND_IN = `
  const [domain, protocol, sid] = name.split('|')
  const callbacks = {}
  addEventListener('message', (event) => {
    const [id, ...rest] = event.data.split(':')
    callbacks[id]?.(JSON.parse(rest.join(':')))
  })
  window.BX24 = {
    isStandIn: true,
    init(callback) {
      const id = Math.random().toString(36).slice(2)
      callbacks[id] = callback
      parent.postMessage('getInitData:' + id + ':' + sid, 'http://' + domain)
    },
  }`

const OURS = '<script src="bx24-events.global.js"></script>'
const OFFICIAL = '<script src="stand-in.js"></script>'

let browser: Browser
let pages: FramePages
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  const script = join(inject('packedPackage').installed, 'dist/bx24-events.global.js')
  pages = await serveFramePages({
    portal: await bundlePage('test/browser/pages/portal-page.ts'),
    apps: {
      'bx24-events.global.js': await readFile(script, 'utf8'),
      'stand-in.js': STAND_IN,
      alone: writePage(OURS),
      before: writePage(OURS + OFFICIAL),
      after: writePage(OFFICIAL + OURS),
      null: writePage(`<script>window.BX24 = null</script>${OURS}`),
    },
  })
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})
beforeEach(async () => {
  page = await browser.newPage()
})
afterEach(() => page.close())

async function openApp(path: string): Promise<Frame> {
  await page.goto(pages.portalUrl)
  await page.evaluate((url) => {
    const { createPortal, openFrame } = window.portalLibrary
    const portal = createPortal({ origin: location.origin })
    const app = portal.addApp({ title: 'App', url, scopes: ['crm'] })
    openFrame(document.body, { url, host: app.hostFor(1) })
  }, pages.appUrl + path)
  return findFrame(page, pages.appUrl)
}

/** Binds twice by callbacks, as an app of today does: what the first and the second call are told. */
function bindTwice(app: Frame, client: 'BX24' | 'BX24Events.BX24'): Promise<unknown> {
  return app.evaluate(`new Promise((resolve) => {
    const told = []
    function tell(result) {
      told.push(result.error() ? String(result.error()) : result.data())
      if (told.length === 2) resolve(told)
    }
    ${client}.init(function () {
      ${client}.callBind('OnCrmDealAdd', 'https://app.example.com/handler/', 0, tell)
      ${client}.callBind('OnCrmDealAdd', 'https://app.example.com/handler/', 0, tell)
    })
  })`)
}

const bothAnswers = [true, 'ERROR_CORE: Unable to set event handler: Handler already binded (400)']

it.each(['alone', 'null'])('is BX24 where there is none: %s', async (path) => {
  const app = await openApp(path)
  expect(await bindTwice(app, 'BX24')).toEqual(bothAnswers)
  expect(await app.evaluate('BX24 === BX24Events.BX24')).toBe(true)
})

it.each(['before', 'after'])(
  'leaves BX24 to the official script, loaded %s it, and both work',
  async (path) => {
    const app = await openApp(path)
    expect(await app.evaluate('BX24.isStandIn')).toBe(true)
    const domain = app.evaluate('new Promise((resolve) => BX24.init((data) => resolve(data.DOMAIN)))')
    const bound = bindTwice(app, 'BX24Events.BX24')
    expect(await domain).toBe(new URL(pages.portalUrl).host)
    expect(await bound).toEqual(bothAnswers)
  },
)

it('says so in the console where the page is opened on its own, and disturbs nothing', async () => {
  const [message] = await Promise.all([
    page.waitForEvent('console'),
    page
      .goto(`${pages.appUrl}alone`)
      .then(() => page.evaluate('BX24.init(function () {})').catch(() => undefined)),
  ])
  expect(message.type()).toBe('error')
  expect(message.text()).toContain('NOT_EMBEDDED')
  expect(await page.evaluate('BX24.isEmbedded()')).toBe(false)
})
