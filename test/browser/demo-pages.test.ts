import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { type Demo, openDemo, startDemo } from '../support/demo.js'
import { isWiderThanItself, problemsIn, usePage, violationsIn, type WithPage } from '../support/seen-page.js'

let browser: Browser
let demo: Demo

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemo()])
})
afterAll(async () => {
  await browser.close()
  await demo.close()
})

const withPage: WithPage = (options, use) => usePage(browser, options, use)

async function bindAndRaise(page: Page): Promise<Frame> {
  const story = await openDemo(page, demo)
  await story.fill({ event: 'OnCrmDealAdd' })
  await story.press('callBind')
  await story
    .appRegion('Result')
    .filter({ hasText: /true|already binded/ })
    .waitFor()
  await page.getByRole('button', { name: 'Create a deal' }).click()
  await story.appRegion('What the handler received').filter({ hasText: 'acts as' }).waitFor()
  const frame = page.frame({ url: (url) => url.href.startsWith(demo.appUrl) })
  if (!frame) throw new Error('The page has no frame of the app')
  return frame
}

describe('for everybody, wide and narrow, in light and dark,', () => {
  it('are both pages', async () => {
    await withPage({}, async (page) => {
      const app = await bindAndRaise(page)
      expect(await problemsIn(page, { documents: [page.mainFrame(), app] })).toEqual([])
    })
  })

  it('is what calls over HTTP show', async () => {
    await withPage({}, async (page) => {
      const { region } = await openDemo(page, demo)
      await page.getByRole('button', { name: 'Clear the wire' }).click()
      await page.getByRole('switch', { name: 'This page answers calls itself' }).uncheck()
      const row = region('Wire').locator('summary', { has: page.getByText('HTTP', { exact: true }) })
      await row.filter({ hasText: 'batch' }).first().click()
      await region('Wire').getByRole('group', { name: 'As sent' }).waitFor()
      expect(await problemsIn(page)).toEqual([])
    })
  })

  it('is what goes wrong on purpose', async () => {
    await withPage({}, async (page) => {
      const { region } = await openDemo(page, demo)
      await page.getByRole('combobox', { name: 'QUERY_LIMIT_EXCEEDED' }).selectOption('3')
      await page.getByRole('combobox', { name: 'lose the reply' }).selectOption('all')
      await page.getByRole('combobox', { name: 'Handlers are' }).selectOption('failing')
      await page.getByRole('button', { name: 'Take the app from Anna (1)' }).click()
      await region('Faults').filter({ hasText: 'is not open to Anna (1)' }).waitFor()
      expect(await problemsIn(page)).toEqual([])
      await page.getByRole('button', { name: 'All well again' }).press('Enter')
      await region('Faults').waitFor({ state: 'hidden' })
    })
  })
})

describe('the app', () => {
  it('opened on its own, says so, and how to open it', async () => {
    await withPage({}, async (page) => {
      await page.goto(demo.appUrl)
      await page.getByRole('link', { name: demo.running.url }).waitFor()
      expect(await violationsIn(page.mainFrame())).toEqual([])
    })
  })

  it('has a page that loads the script tag and knows callbacks only', async () => {
    await withPage({}, async (page) => {
      const { app } = await openDemo(page, demo)
      await app.getByRole('link', { name: 'Script tag' }).click()
      await app.getByRole('combobox', { name: 'Event' }).waitFor({ state: 'detached' })
      await app.getByRole('textbox', { name: 'Event' }).fill('OnTaskUpdate')
      await app.getByRole('button', { name: 'callBind' }).click()
      await app.getByRole('region', { name: 'Result' }).filter({ hasText: 'true' }).waitFor()
      await app.getByRole('button', { name: 'callBind' }).click()
      const refusal = 'ERROR_CORE: Unable to set event handler: Handler already binded (400)'
      await app.getByRole('region', { name: 'Result' }).filter({ hasText: refusal }).waitFor()
      await app.getByRole('button', { name: 'callUnbind' }).click()
      await app
        .getByRole('region', { name: 'Result' })
        .filter({ hasText: /count.*1/s })
        .waitFor()
      await app.getByRole('link', { name: 'ES module' }).click()
      await app.getByRole('combobox', { name: 'Event' }).waitFor()
    })
  })

  it('is told in the list of events which are out of scope', async () => {
    await withPage({}, async (page) => {
      const { app } = await openDemo(page, demo)
      await app.getByRole('switch', { name: 'Show all documented events' }).click()
      const event = app.getByRole('combobox', { name: 'Event', exact: true })
      await event.selectText()
      await event.pressSequentially('onuser')
      await app.getByRole('option', { name: /ONUSERADD.*scope/i }).waitFor()
    })
  })
})

it('works by keyboard alone', async () => {
  await withPage({ viewport: { width: 1440, height: 900 } }, async (page) => {
    const { app, appRegion } = await openDemo(page, demo)
    await app.getByRole('combobox', { name: 'Event', exact: true }).focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('ontaskd')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await appRegion('Result').filter({ hasText: "callBind('ONTASKDELETE'" }).waitFor()
    await appRegion('Result').filter({ hasText: 'true' }).waitFor()
  })
})

it('shows the result of a press, and the button that was pressed too, in a window of 1280 by 720', async () => {
  await withPage({ viewport: { width: 1280, height: 720 } }, async (page) => {
    const { press, appRegion } = await openDemo(page, demo)
    await press('callUnbind')
    await appRegion('Result').filter({ hasText: 'count' }).waitFor()
    const { y = 0, height = 0 } = (await appRegion('Result').boundingBox()) ?? {}
    expect(y + height).toBeLessThanOrEqual(720)
    const button = page
      .frameLocator('iframe[title="App"]')
      .getByRole('button', { name: 'callUnbind', exact: true })
    const app = await page.locator('iframe[title="App"]').boundingBox()
    expect((await button.boundingBox())?.y).toBeGreaterThan(app?.y ?? 720)
  })
})

it('keeps the app and what goes wrong on purpose in sight, whatever part of it is scrolled to', async () => {
  await withPage({ viewport: { width: 1280, height: 720 } }, async (page) => {
    const { region } = await openDemo(page, demo)
    await page.getByRole('combobox', { name: 'QUERY_LIMIT_EXCEEDED' }).selectOption('all')
    await region('Conditions').getByText('They are chosen when the portal starts.').scrollIntoViewIfNeeded()
    await region('Faults').waitFor()
    for (const name of ['Faults', 'Sample app']) {
      const { y = -1, height = 720 } = (await region(name).boundingBox()) ?? {}
      expect([y >= 0, y + height <= 720], name).toEqual([true, true])
    }
    await page.getByRole('button', { name: 'All well again' }).click()
    await region('Faults').waitFor({ state: 'hidden' })
  })
})

it('fits into a narrow window, whatever a user is called', async () => {
  const { portal } = demo.running
  await withPage({ viewport: { width: 360, height: 800 } }, async (page) => {
    await openDemo(page, demo)
    portal.updateUser(3, { name: 'W'.repeat(80) })
    await page.getByRole('group', { name: /^W+ \(3\)$/ }).waitFor()
    expect(await page.evaluate(isWiderThanItself)).toBe(false)
    portal.updateUser(3, { name: 'Clara' })
  })
})

it('shows whether a switch is on to those who have colours of their own', async () => {
  await withPage({ forcedColors: 'active' }, async (page) => {
    await openDemo(page, demo)
    const [on, off] = [true, false].map((isOn) =>
      page
        .getByRole('group', { name: isOn ? 'Anna (1)' : 'Boris (2)' })
        .getByRole('switch', { name: 'Administrator', checked: isOn })
        .evaluate((element) => getComputedStyle(element).backgroundColor),
    )
    expect(await on).not.toBe(await off)
  })
})

it('marks the handler that a delivery leads to also for those who have colours of their own', async () => {
  await withPage({ forcedColors: 'active' }, async (page) => {
    await bindAndRaise(page)
    const delivery = page
      .getByRole('list', { name: 'Deliveries, the newest first' })
      .locator('summary')
      .first()
    await delivery.click()
    await page
      .getByRole('link', { name: /^Handler \d+$/ })
      .first()
      .click()
    const row = page.locator('tr:target')
    expect(await row.evaluate((element) => document.activeElement === element)).toBe(true)
    // By mouse the browser marks no focus: the mark is the page's own, and stays.
    expect(await row.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
  })
})

it('is scrolled by keyboard from the start, and keeps the app in sight', async () => {
  await withPage({ viewport: { width: 1440, height: 900 } }, async (page) => {
    const { region } = await openDemo(page, demo)
    await page.keyboard.press('Space')
    await page.waitForFunction(() => scrollY > 400)
    expect((await region('Sample app').boundingBox())?.y).toBeGreaterThan(0)
  })
})

it.each([360, 1440])('leads past the logs by keyboard, %i pixels wide', async (width) => {
  await withPage({ viewport: { width, height: 900 } }, async (page) => {
    const { region } = await openDemo(page, demo)
    await page.getByRole('combobox', { name: 'QUERY_LIMIT_EXCEEDED' }).selectOption('all')
    await page.getByRole('combobox', { name: 'lose the reply' }).selectOption('all')
    await page.getByRole('combobox', { name: 'Handlers are' }).selectOption('slow')
    await region('Faults').filter({ hasText: 'Handlers are slow' }).waitFor()
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Users' }).focus()
    await page.keyboard.press('Enter')
    const focused = () => document.activeElement?.closest('section')?.id
    expect(await page.evaluate(focused)).toBe('users')
    // What stays in sight above does not lie over it.
    const { y = 0, height = 0 } = (await region('Faults').boundingBox()) ?? {}
    expect((await region('Users').boundingBox())?.y).toBeGreaterThanOrEqual(y + height)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(focused)).toBe('users')
    await page.getByRole('button', { name: 'All well again' }).click()
    await region('Faults').waitFor({ state: 'hidden' })
  })
})
