import { join } from 'node:path'
import type { RunningPortal } from 'bx24-events/server'
import { startPortal } from 'bx24-events/server'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { findFrame } from '../support/find-frame.js'
import { type FramePages, serveFramePages, writePage } from '../support/frame-pages.js'
import { isWiderThanItself, violationsIn } from '../support/seen-page.js'

/** An app that asks by hand: `ask` resolves to the first answer, and what is answered later is in `later`. */
const APP = `<h1>App</h1><script>
  const sid = name.split('|')[2]
  const waiting = {}
  let lastId = 0
  window.later = []
  addEventListener('message', ({ data }) => {
    const colon = data.indexOf(':')
    const [id, text] = [data.slice(0, colon), data.slice(colon + 1)]
    if (waiting[id]) waiting[id](JSON.parse(text)), delete waiting[id]
    else later.push(data)
  })
  window.say = (command, params) => {
    parent.postMessage([command, JSON.stringify(params), ++lastId, sid].join(':'), document.referrer.slice(0, -1))
    return lastId
  }
  window.ask = (command, params) => new Promise((resolve) => { waiting[say(command, params)] = resolve })
</script>`

let browser: Browser
let pages: FramePages
let running: RunningPortal
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  pages = await serveFramePages({ portal: '', apps: { '': writePage(APP) } })
  running = await startPortal({
    app: { title: 'Placed app', url: pages.appUrl, placement: 'CRM_DEAL_DETAIL_TAB' },
    hostPage: join(inject('packedPackage').installed, 'dist/host-page'),
  })
})
afterAll(async () => {
  await running.close()
  await pages.close()
  await browser.close()
})
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 360, height: 800 } })
})
afterEach(() => page.close())

async function openApp(): Promise<Frame> {
  await page.goto(running.url)
  return findFrame(page, pages.appUrl)
}

const ask = (app: Frame, command: string, params: unknown) =>
  app.evaluate(`ask(${JSON.stringify(command)}, ${JSON.stringify(params)})`)

const measureApp = "document.querySelector('.app').getBoundingClientRect().height"

it('an app that makes itself huge scrolls in its place, and leaves a narrow page as it is', async () => {
  const app = await openApp()
  const before = await page.evaluate(measureApp)
  const title = 'A title that goes on and on '.repeat(40)
  expect(await ask(app, 'setTitle', { title })).toEqual({ title })
  expect(await ask(app, 'resizeWindow', { width: 5000, height: 5000 })).toEqual({ width: 5000, height: 5000 })
  expect(await app.evaluate('[innerWidth, innerHeight]')).toEqual([5000, 5000])
  expect(await page.evaluate(isWiderThanItself)).toBe(false)
  expect(await page.evaluate(measureApp)).toBe(before)
  await ask(app, 'setScroll', { scroll: 700 })
  expect(await page.evaluate("document.querySelector('.stage').scrollTop")).toBe(700)
  expect(await violationsIn(page.mainFrame())).toEqual([])
})

it('an app that fits itself is as wide as its place', async () => {
  const app = await openApp()
  const place = await page.evaluate("document.querySelector('.stage').clientWidth")
  expect(await ask(app, 'resizeWindow', { width: '100%', height: 300.9 })).toEqual({
    width: place,
    height: 300,
  })
})

it('an app that loads its page anew has another frame, without what the one before it had done', async () => {
  const app = await openApp()
  await ask(app, 'setTitle', { title: 'Deal 5' })
  expect(await page.locator('.own-title').textContent()).toBe('Deal 5')
  await ask(app, 'resizeWindow', { width: 200, height: 200 })
  const name = await app.evaluate('name')
  const gone = page.waitForEvent('framedetached')
  await app.evaluate("say('reloadWindow', {}) && undefined")
  await gone
  const next = await findFrame(page, pages.appUrl)
  expect(await next.evaluate('name')).not.toBe(name)
  expect(await page.locator('.own-title').textContent()).toBe('')
  expect(await next.evaluate('innerWidth')).toBeGreaterThan(200)
})

it('an event of the placement is raised by hand, as often as a person likes', async () => {
  const app = await openApp()
  const form = page.getByRole('form', { name: 'Events of the placement' })
  expect(await form.isVisible()).toBe(false)
  const id = await app.evaluate("say('placementBindEvent', { event: 'onDealChange' })")
  await form.getByLabel('Its data, as JSON').fill('{"ID":5}')
  const press = form.getByRole('button', { name: 'Raise' })
  await press.click()
  await press.click()
  await form.getByText('The app was told of onDealChange').waitFor()
  await app.waitForFunction('later.length === 2')
  expect(await app.evaluate('later')).toEqual([`${id}:{"ID":5}`, `${id}:{"ID":5}`])
  expect(await page.evaluate(isWiderThanItself)).toBe(false)
})
