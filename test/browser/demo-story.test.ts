import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { type Demo, type DemoPage, openDemo, startDemo } from '../support/demo.js'

// What a person does with the demo, from the first press to the last, with every part of it real.

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
  story = await openDemo(page, demo)
})
afterEach(() => page.close())

const EVENT = 'OnCrmDealAdd'

/** Waits until a place of the page says something. */
async function says(place: ReturnType<DemoPage['region']>, text: string | RegExp): Promise<void> {
  await place.filter({ hasText: text }).waitFor()
}

const dealCreated = (reach: string) =>
  says(story.region('Do something in the portal'), new RegExp(`Deal \\d+ created by .*${reach}`))

describe('a handler, from callBind to callUnbind', () => {
  it('hears of a deal in between, and of no other', async () => {
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await says(story.appRegion('Result'), `await BX24.callBind('${EVENT}', '${demo.appUrl}handler/')`)
    await says(story.appRegion('Result'), 'true')
    await says(story.region('Handlers'), `${demo.appUrl}handler/`)

    await page.getByRole('button', { name: 'Create a deal' }).click()
    await dealCreated('1 handler will be called')
    await says(story.region('Deliveries'), 'Answered 200')
    const received = story.appRegion('What the handler received')
    await says(received, 'ONCRMDEALADD')
    await says(received, 'acts as Anna (1)')
    const raw = received.getByText(/^Raw body/).first()
    await raw.click()
    await says(received, 'event=ONCRMDEALADD&event_handler_id=')

    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')
    await says(story.region('Handlers'), 'Nothing is bound.')
    await page.getByRole('button', { name: 'Create a deal' }).click()
    await dealCreated('Nobody has bound ONCRMDEALADD')
  })

  it('acts as the user who acted, or as the one who was named', async () => {
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await says(story.appRegion('Result'), 'true')
    await page.getByRole('combobox', { name: 'Done by' }).selectOption({ label: 'Boris (2)' })
    await page.getByRole('button', { name: 'Create a deal' }).click()
    await says(story.appRegion('What the handler received'), 'acts as Boris (2)')
    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')

    await story.fill({ event: EVENT, runAs: '3' })
    await story.press('callBind')
    await says(story.appRegion('Result'), 'true')
    await page.getByRole('button', { name: 'Create a deal' }).click()
    await says(story.appRegion('What the handler received'), 'acts as Clara (3)')
    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')
  })

  it('is bound by the back end too, with the token that the page hands it', async () => {
    await story.fill({ event: 'OnTaskAdd' })
    await story.press('event.bind (back end)')
    await says(story.appRegion('Result'), 'true')
    await says(story.region('Handlers'), 'ONTASKADD')
    await story.press('event.unbind (back end)')
    await says(story.appRegion('Result'), /count.*1/)
  })

  it('refuses what the portal has not sent', async () => {
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await says(story.appRegion('Result'), 'true')
    await page.getByRole('button', { name: 'Forge a delivery' }).click()
    await says(story.region('Handlers'), 'Refused with 403')
    await says(story.appRegion('What the handler received'), 'refused with 403')
    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')
  })

  it('waits longer where the load is higher, and the wait is to be seen', async () => {
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await says(story.appRegion('Result'), 'true')
    const load = page.getByRole('slider', { name: 'Load' })
    await load.fill('9')
    await says(story.region('Conditions'), 'a delivery waits 10 s')
    await page.getByRole('button', { name: 'Create a deal' }).click()
    await says(story.region('Deliveries'), /leaves the queue at \d\d:\d\d:\d\d/)
    await load.fill('0')
    await says(story.region('Deliveries'), 'Answered 200')
    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')
  })
})

describe('wrong input', () => {
  it.each([
    { what: 'an event that is none', form: { event: 'OnNothing' }, says: 'ERROR_EVENT_NOT_FOUND' },
    { what: 'an event out of scope', form: { event: 'OnUserAdd' }, says: 'Event not found' },
    {
      what: 'localhost',
      form: { event: EVENT, handler: 'http://localhost/' },
      says: 'ERROR_WRONG_HANDLER_URL',
    },
    { what: 'ftp:', form: { event: EVENT, handler: 'ftp://a.example/' }, says: 'ERROR_UNSUPPORTED_PROTOCOL' },
    { what: 'no handler', form: { event: EVENT, handler: '' }, says: "Argument 'HANDLER' is null or empty" },
  ])("gets the portal's own error: $what", async ({ form, says: text }) => {
    await story.fill(form)
    await story.press('callBind')
    await says(story.appRegion('Result'), text)
    await says(story.appRegion('Result'), '400')
  })

  it("gets the portal's own error: a second binding", async () => {
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await says(story.appRegion('Result'), 'true')
    await story.press('callBind')
    await says(story.appRegion('Result'), 'Unable to set event handler: Handler already binded')
    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')
  })

  it("gets the portal's own error: a user who is no administrator", async () => {
    await page.getByRole('combobox', { name: 'Open as' }).selectOption('2')
    await says(story.app.getByRole('banner'), 'Boris (2)')
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await says(story.appRegion('Result'), 'ACCESS_DENIED')
    await says(story.appRegion('Result'), '403')
  })
})

/** Clears the wire, and makes the portal's page one of today, or leaves it as it is. Resolves once the app is there. */
async function chooseWay(answersCalls: boolean): Promise<void> {
  await page.getByRole('button', { name: 'Clear the wire' }).click()
  if (answersCalls) return
  await page.getByRole('switch', { name: 'This page answers calls itself' }).uncheck()
  await rowsOf('HTTP', 'batch').first().waitFor()
}

/** The rows of the wire of this kind that have this text. */
const rowsOf = (kind: 'to portal' | 'to app' | 'HTTP', text: string) =>
  story
    .region('Wire')
    .locator('summary', { has: page.getByText(kind, { exact: true }) })
    .filter({ hasText: text })

describe.each([
  ['by message, where the page answers calls itself', true],
  ['over HTTP, where the page is one of today', false],
])('the way of calls: %s', (_name, answersCalls) => {
  const seen = answersCalls ? { message: 1, http: 0 } : { message: 0, http: 1 }

  it('binds and unbinds, and the wire shows it', async () => {
    await chooseWay(answersCalls)
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await says(story.appRegion('Result'), 'true')
    await says(story.region('Handlers'), `${demo.appUrl}handler/`)
    const bound = answersCalls ? rowsOf('to portal', 'callBind') : rowsOf('HTTP', 'event.bind')
    await bound.first().waitFor()
    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')
    await says(story.region('Handlers'), 'Nothing is bound.')
    const unbound = answersCalls ? rowsOf('to portal', 'callUnbind') : rowsOf('HTTP', 'event.unbind')
    await unbound.first().waitFor()
    expect(await rowsOf('to portal', 'callBind').count()).toBe(seen.message)
    expect(await rowsOf('HTTP', 'event.bind').count()).toBe(seen.http)
    if (answersCalls) expect(await rowsOf('HTTP', '').count()).toBe(0)
    else expect(await rowsOf('to portal', 'call').count()).toBe(0)
  })

  it('binds and unbinds on the page with the script tag too', async () => {
    await chooseWay(answersCalls)
    await story.app.getByRole('link', { name: 'Script tag' }).click()
    await story.app.getByRole('textbox', { name: 'Event' }).fill('OnTaskUpdate')
    await story.press('callBind')
    await says(story.appRegion('Result'), 'true')
    await says(story.region('Handlers'), 'ONTASKUPDATE')
    await story.press('callUnbind')
    await says(story.appRegion('Result'), /count.*1/)
    const last = answersCalls ? rowsOf('to portal', 'callUnbind') : rowsOf('HTTP', 'event.unbind')
    await last.waitFor()
    expect(await rowsOf('to portal', 'callBind').count()).toBe(seen.message)
    expect(await rowsOf('HTTP', 'event.bind').count()).toBe(seen.http)
  })
})

describe('the wire', () => {
  it('shows each message both ways, as understood and as sent', async () => {
    await story.press('event.get')
    await says(story.appRegion('Result'), '[]')
    const [answer, question] = await story.region('Wire').getByRole('listitem').all()
    expect(await question?.textContent()).toMatch(/to portal.*callMethod.*event\.get/s)
    expect(await answer?.textContent()).toMatch(/to app.*callMethod.*200.*\{"result":\[\]\}/s)
    await question?.getByText('to portal').click()
    await says(story.region('Wire'), /callMethod:\{"method":"event.get","params":\{\}\}:/)
  })

  it('shows a call over HTTP: who made it and where, as understood and as sent, and no token', async () => {
    await chooseWay(false)
    await story.fill({ event: EVENT })
    await story.press('callBind')
    await rowsOf('HTTP', 'event.bind').click()
    const wire = story.region('Wire')
    await says(wire, `From a page of ${new URL(demo.appUrl).origin}, as user 1, answered in`)
    await says(wire, /event=OnCrmDealAdd&handler=.*&auth=•••/)
    await story.press('callUnbind')
    await says(story.appRegion('Result'), '{ count: 1 }')
  })

  it('shows what a batch calls: the first questions of the app leave together', async () => {
    await chooseWay(false)
    await rowsOf('HTTP', 'batch').first().click()
    await says(story.region('Wire'), /profile.*app\.info.*event\.get/)
  })

  it('shows a page that is opened later the last calls over HTTP, in their place in time', async () => {
    await chooseWay(false)
    const before = await rowsOf('HTTP', '').count()
    await page.reload()
    await rowsOf('HTTP', 'batch').first().waitFor()
    expect(await rowsOf('HTTP', '').count()).toBeGreaterThanOrEqual(before)
    const [newest] = await story.region('Wire').getByRole('listitem').all()
    expect(await newest?.textContent()).not.toMatch(/^HTTP/)
  })

  it('shows what was refused, with the reason', async () => {
    const frame = page.frame({ url: (url) => url.href.startsWith(demo.appUrl) })
    await frame?.evaluate(() => parent.postMessage('constructor:{}:id:sid', '*'))
    await says(story.region('Wire'), 'wrong sid')
  })
})
