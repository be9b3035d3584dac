import { NO_FAULTS } from 'bx24-events/portal'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { type Demo, type DemoPage, openDemo, startDemo } from '../support/demo.js'

// What a person sees of each fault that he lets the app meet, and that it is undone.

let browser: Browser
let demo: Demo
let page: Page
let story: DemoPage

beforeAll(async () => {
  ;[browser, demo] = await Promise.all([launchChromium(), startDemo()])
})
afterAll(async () => {
  await browser.close()
  await demo.close()
})
beforeEach(async () => {
  page = await browser.newPage()
  await page.clock.install()
  story = await openDemo(page, demo)
  // What the app asks at its start must not meet the faults: who it is for, its installation, the events, the handlers.
  await rowsOf('to app', 'callMethod').nth(3).waitFor()
  await story.fill({ event: EVENT })
})
afterEach(async () => {
  await page.close()
  // A story that ends early must not spoil the next.
  const { portal, app } = demo.running
  portal.setFaults(NO_FAULTS)
  portal.updateUser(1, { access: true })
  await portal.call(app.tokenFor(1), 'event.unbind', { event: EVENT, handler: `${demo.appUrl}handler/` })
})

const EVENT = 'OnCrmDealAdd'

async function says(place: ReturnType<DemoPage['region']>, text: string | RegExp): Promise<void> {
  await place.filter({ hasText: text }).waitFor()
}

const strip = () => story.region('Faults')
const choose = (label: string, choice: string) =>
  page.getByRole('combobox', { name: label }).selectOption({ label: choice })
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

async function bind(result: string | RegExp = 'true'): Promise<void> {
  await story.press('callBind')
  await says(story.appRegion('Result'), result)
}

async function unbind(): Promise<void> {
  await story.press('callUnbind')
  await says(story.appRegion('Result'), '{ count: 1 }')
}

/** Makes the page one of today, so that the app calls over HTTP. Resolves once it has asked what it asks at its start. */
async function callOverHttp(): Promise<void> {
  // What stories before have called is in the wire too.
  await press('Clear the wire')
  await page.getByRole('switch', { name: 'This page answers calls itself' }).uncheck()
  await httpRows('batch').first().waitFor()
}

/** The rows of the wire of this kind that have this text. */
const rowsOf = (kind: 'to app' | 'to portal' | 'HTTP', text: string) =>
  story
    .region('Wire')
    .locator('summary', { has: page.getByText(kind, { exact: true }) })
    .filter({ hasText: text })

const httpRows = (text: string) => rowsOf('HTTP', text)

it('a call that meets the limit waits, the page counts down, and it is carried out', async () => {
  await choose('Answer QUERY_LIMIT_EXCEEDED to', 'the next 3 calls')
  await says(strip(), 'The next 3 calls are answered QUERY_LIMIT_EXCEEDED.')
  await bind()
  await strip().waitFor({ state: 'hidden' })
  expect(await page.getByRole('combobox', { name: 'QUERY_LIMIT_EXCEEDED' }).inputValue()).toBe('0')
  await unbind()
})

it('a limit for all calls lasts until it is undone', async () => {
  await choose('Answer QUERY_LIMIT_EXCEEDED to', 'all calls')
  await story.press('callBind')
  await says(story.region('Wire'), '"QUERY_LIMIT_EXCEEDED"')
  await press('Undo: query limit')
  await strip().waitFor({ state: 'hidden' })
  await says(story.appRegion('Result'), 'true')
  await unbind()
})

it('what is undone by keyboard leaves the focus at the faults', async () => {
  for (const name of ['Undo: query limit', 'All well again']) {
    await choose('Answer QUERY_LIMIT_EXCEEDED to', 'all calls')
    await page.getByRole('button', { name, exact: true }).press('Enter')
    await strip().waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.activeElement?.textContent), name).toBe('Faults to try')
  }
})

it('what was not answered when the app was opened is asked for again by a press', async () => {
  await callOverHttp()
  await choose('Carry out, but lose the reply to', 'all calls')
  await press('Open anew')
  const banner = story.app.getByRole('banner')
  await says(banner, 'Not all was answered: NETWORK')
  await press('All well again')
  await strip().waitFor({ state: 'hidden' })
  await banner.getByRole('button', { name: 'Try again' }).click()
  await says(banner, 'Anna (1)')
  await says(story.appRegion('Call the portal'), 'can be bound')
  await says(story.appRegion('Bound by this app'), 'Nothing yet.')
  expect(await story.app.getByRole('button', { name: 'Try again' }).count()).toBe(0)
})

it('a reply that the page loses ends with TIMEOUT in the app, and the handler is bound', async () => {
  await choose('Carry out, but lose the reply to', 'the next call')
  await says(strip(), 'The reply to the next call is lost.')
  await story.press('callBind')
  await says(story.region('Wire'), 'event.bind was carried out, and its answer is lost on purpose.')
  await strip().waitFor({ state: 'hidden' })
  await says(story.region('Handlers'), `${demo.appUrl}handler/`)
  await page.clock.fastForward(31_000)
  await says(story.appRegion('Result'), 'TIMEOUT')
  await unbind()
})

it('a reply that is lost over HTTP ends with NETWORK, and nothing makes the call twice', async () => {
  await callOverHttp()
  await choose('Carry out, but lose the reply to', 'the next call')
  await says(strip(), 'The reply to the next call is lost.')
  await bind('NETWORK')
  await httpRows('answer lost').waitFor()
  expect(await httpRows('event.bind').count()).toBe(1)
  await says(story.region('Handlers'), `${demo.appUrl}handler/`)
  await strip().waitFor({ state: 'hidden' })
  await unbind()
})

it('a token that has expired is renewed once, and the call goes through', async () => {
  await callOverHttp()
  await press('Let tokens expire')
  await says(story.region('Conditions'), 'All access tokens that were given out have expired.')
  await bind()
  const refused = page.getByText('401', { exact: true })
  // Whichever call of the app was the first to meet it.
  await httpRows('').filter({ has: refused }).waitFor()
  expect(await rowsOf('to portal', 'refreshAuth').count()).toBe(1)
  await unbind()
})

it('handlers that are down are not called, the log says so, and what failed can be sent again', async () => {
  await bind()
  await choose('Handlers are', 'down: refuse the connection')
  await says(strip(), 'Handlers are down')
  await press('Create a deal ONCRMDEALADD')
  const deliveries = story.region('Deliveries')
  await says(deliveries, /Failed after .*ECONNREFUSED 127\.0\.0\.1.*On purpose, handlers are down/)
  await press('Undo: handlers')
  await strip().waitFor({ state: 'hidden' })
  await deliveries
    .getByRole('button', { name: /Send again/ })
    .first()
    .click()
  await says(deliveries, 'Answered 200')
  await says(story.appRegion('What the handler received'), 'acts as Anna (1)')
  await unbind()
})

it('a user who loses the app keeps it open, his calls are refused, and one press gives it back', async () => {
  await press('Take the app from Anna (1)')
  await says(strip(), 'Sample app is not open to Anna (1).')
  await says(story.region('Sample app'), 'It stays open for now, and its calls are refused.')
  await bind('NO_AUTH_FOUND')
  await press('All well again')
  await strip().waitFor({ state: 'hidden' })
  await bind()
  await unbind()
})

it('the page of the portal is loaded anew in the middle of a call: the app is opened again', async () => {
  await choose('Carry out, but lose the reply to', 'the next call')
  await story.press('callBind')
  await says(story.region('Wire'), 'its answer is lost')
  await press('Reload the page')
  await story.region('Wire').getByText('Opened as Anna (1)').nth(1).waitFor()
  await says(story.app.getByRole('banner'), 'Anna (1)')
  await story.fill({ event: EVENT })
  await unbind()
})
