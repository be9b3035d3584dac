import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { type Demo, openDemo, startDemo } from '../support/demo.js'
import { problemsIn, usePage, type WithPage } from '../support/seen-page.js'

// The lists of the portal's page, with more in them than one page of a list shows.

let browser: Browser
let demo: Demo

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemo()])
  const { portal, app } = demo.running
  const handler = `${demo.appUrl}handler/`
  await portal.call(app.tokenFor(1), 'event.bind', { event: 'OnCrmDealAdd', handler })
  raise(130)
  await portal.settled()
})
afterAll(async () => {
  await browser.close()
  await demo.close()
})

const withPage: WithPage = (options, use) => usePage(browser, options, use)

function raise(count: number): void {
  for (let turn = 0; turn < count; turn++) demo.running.portal.raise('OnCrmDealAdd', { by: 1 })
}

const searchOf = (page: Page, name: 'Filter deliveries by text' | 'Filter the wire by text') =>
  page.getByRole('searchbox', { name })

/** Brings the lists into every state that they have while they show something. */
async function useLists(page: Page): Promise<void> {
  const { region, app } = await openDemo(page, demo)
  await app.getByRole('button', { name: 'event.get' }).click()
  await page.getByText('Raise any event').click()
  await page.getByRole('textbox', { name: 'Its data, as JSON' }).fill('{"a": }')
  await page.getByRole('button', { name: 'Raise', exact: true }).click()
  await page.getByText('expected a value, not "}"').waitFor()
  await page.getByRole('button', { name: 'Older deliveries' }).click()
  await region('Deliveries').locator('summary').first().click()
  await region('Deliveries').getByRole('group', { name: 'Body, as sent' }).waitFor()
  await page.getByRole('combobox', { name: 'Direction' }).selectOption('To app')
  await searchOf(page, 'Filter the wire by text').fill('AUTH_ID')
  await region('Wire').locator('summary').first().click()
  await page.getByRole('button', { name: 'Pause the wire' }).click()
  await region('Wire').getByText('Paused.').waitFor()
}

it('the lists are for everybody, and fit, in light and dark, from 360 to 2560 pixels', async () => {
  await withPage({}, async (page) => {
    await useLists(page)
    expect(await problemsIn(page, { widths: [360, 800, 1440, 2560] })).toEqual([])
    await searchOf(page, 'Filter deliveries by text').fill('nothing is like this')
    await searchOf(page, 'Filter the wire by text').fill('nothing is like this')
    await page.getByText('No delivery is like this.').waitFor()
    await page.getByText('No message and no call is like this.').waitFor()
    expect(await problemsIn(page)).toEqual([])
  })
})

it('are filtered, turned, opened and copied by keyboard alone', async () => {
  await withPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    const { region } = await openDemo(page, demo)
    await searchOf(page, 'Filter deliveries by text').focus()
    await page.keyboard.type('OnCrmDealAdd')
    await region('Deliveries')
      .getByText(/^1–100 of/)
      .waitFor()
    // Past the three selects.
    for (let press = 0; press < 4; press++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await region('Deliveries').getByRole('group', { name: 'Body, as sent' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await region('Deliveries')
      .getByText(/^Copied: #\d+ as cURL, tokens masked\.$/)
      .waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/^curl -i -X POST '.*\/handler\/'.*application_token%5D=•••/s)
    await page.getByRole('button', { name: 'Older deliveries' }).focus()
    await page.keyboard.press('Enter')
    await region('Deliveries').getByText(/^101–/).waitFor()
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(focused).toBe('Older deliveries')
  })
})

it('keep the focus among their rows while all of them go', async () => {
  await withPage({}, async (page) => {
    const { region } = await openDemo(page, demo)
    const first = region('Deliveries').locator('summary').first()
    await first.focus()
    const before = await first.textContent()
    raise(120)
    await region('Deliveries').getByText(String(before)).waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.closest('#deliveries summary') !== null)).toBe(
      true,
    )
    await demo.running.portal.settled()
  })
})

it('lead from a delivery to its handler, and from a handler to its deliveries', async () => {
  await withPage({ viewport: { width: 800, height: 600 } }, async (page) => {
    const { region } = await openDemo(page, demo)
    await region('Deliveries').locator('summary').first().click()
    await region('Deliveries').getByRole('link', { name: 'Handler 1' }).click()
    const row = region('Handlers').getByRole('row').nth(1)
    expect(await row.evaluate((element) => element.matches(':target'))).toBe(true)
    await region('Handlers')
      .getByRole('link', { name: /^1: show/ })
      .click()
    await page.waitForFunction(() => document.querySelector('#deliveries:target') !== null)
    expect(await page.getByRole('combobox', { name: 'Handler of the deliveries' }).inputValue()).toBe('1')
  })
})

it('are saved as lines of JSON, without tokens unless these are asked for', async () => {
  await withPage({}, async (page) => {
    await openDemo(page, demo)
    const shown = await page.waitForFunction(
      () => /"AUTH_ID":"(\w+)"/.exec(document.querySelector('#wire')?.textContent ?? '')?.[1],
    )
    const token = String(await shown.jsonValue())
    const save = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ])
      expect(download.suggestedFilename()).toMatch(/^wire-.*\.jsonl$/)
      return readFile(await download.path(), 'utf8')
    }
    const masked = await save('Save all')
    expect(masked).not.toContain(token)
    const lines = masked
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string })
    expect(lines).toContainEqual(expect.objectContaining({ type: 'note', text: 'Opened as Anna (1)' }))
    expect(lines).toContainEqual(expect.objectContaining({ type: 'message', command: 'getInitData' }))
    expect(await save('Save with tokens')).toContain(token)
  })
})

it('show how far an event is that is raised a thousand times, and stay alive', async () => {
  await withPage({}, async (page) => {
    const { region } = await openDemo(page, demo)
    await page.getByText('Raise any event').click()
    await page.getByLabel('Event', { exact: true }).fill('ONTASKDELETE')
    await page.getByLabel('Times').fill('1000')
    await page.getByRole('button', { name: 'Raise', exact: true }).click()
    await page.getByText(/^\d+ of 1,000 raised$/).waitFor()
    await searchOf(page, 'Filter deliveries by text').fill('#1')
    const panel = region('Do something in the portal')
    await panel.filter({ hasText: 'ONTASKDELETE raised 1,000 times by Anna (1). Nobody has bound' }).waitFor()
  })
})
