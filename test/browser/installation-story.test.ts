import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { type Demo, type DemoPage, openDemo, startDemo } from '../support/demo.js'

// What a person does with the installation of the app, in the portal and in the app.

let browser: Browser
let demo: Demo
let page: Page
let story: DemoPage

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemo()])
  page = await browser.newPage()
  story = await openDemo(page, demo)
})
afterAll(async () => {
  await browser.close()
  await demo.close()
})

async function says(place: ReturnType<DemoPage['region']>, text: string | RegExp): Promise<void> {
  await place.filter({ hasText: text }).waitFor()
}

const step = (name: string) => story.region('App').getByRole('button', { name, exact: true }).click()

async function bindAndRaise(): Promise<void> {
  await story.fill({ event: 'OnCrmDealAdd' })
  await story.press('callBind')
  await says(story.appRegion('Result'), 'true')
  await page.getByRole('button', { name: 'Create a deal' }).click()
}

it('an installation that the portal finishes leaves the app without its token: it says what to press, and that helps', async () => {
  const received = story.appRegion('What the handler received')
  await bindAndRaise()
  await says(story.region('Do something in the portal'), '1 handler will be called.')
  await says(received, 'acts as Anna (1)')
  await step('Uninstall')
  await says(story.region('Handlers'), 'Nothing is bound: Sample app is not installed.')
  const outcome = story.region('Do something in the portal').getByRole('status').last()
  expect(await outcome.textContent()).toBe('')

  await step('Install again')
  await says(story.region('App'), 'Now finish the installation, in the app if it has a button for that')
  await step('Finish installation')
  await bindAndRaise()
  await says(received, 'press New version in the portal, then Finish installation in the app')

  await step('New version')
  // By keyboard, in the app: what is opened in its place then has the focus.
  await story.app.getByRole('button', { name: 'Finish installation' }).press('Enter')
  await says(story.region('App'), 'The app is in use')
  await says(received, 'application_token learned')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME')
  await bindAndRaise()
  await says(received.locator('li').first(), 'acts as Anna (1)')
})
