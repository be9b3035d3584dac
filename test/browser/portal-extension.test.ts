import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningPortal } from 'bx24-events/server'
import type { Browser, Frame, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { createFakeClock, type FakeClock } from '../support/fake-clock.js'
import { findFrame } from '../support/find-frame.js'
import { bundlePage, type FramePages, serveFramePages, writePage } from '../support/frame-pages.js'
import { startTestPortal } from '../support/running-portal.js'

// The script as it is published, in a page that does as live portals do, whose REST is the engine's; the app is on another
// origin, with the client as it is published.

const dist = join(inject('packedPackage').installed, 'dist')
const extension = join(dist, 'bx24-events.portal-extension.js')
const HANDLER = 'https://app.example.com/handler/'
const ANNA = 1
const BORIS = 2

let browser: Browser
let pages: FramePages
let portalPage: string
let clock: FakeClock
let running: RunningPortal
let page: Page
let requests: Request[]
let failures: Error[]

beforeAll(async () => {
  browser = await launchChromium()
  portalPage = await bundlePage('test/browser/pages/real-portal-page.ts')
  const name = 'bx24-events.global.js'
  const client = await readFile(join(dist, name), 'utf8')
  pages = await serveFramePages({
    portal: '',
    apps: { '': writePage(`<script src="${name}"></script>`), [name]: client },
  })
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})
beforeEach(async () => {
  clock = createFakeClock()
  const app = { title: 'App', url: pages.appUrl, scopes: ['crm'] }
  running = await startTestPortal({ page: portalPage, app, clock })
  page = await browser.newPage()
  requests = []
  failures = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/rest/')) requests.push(request)
  })
  page.on('pageerror', (error) => failures.push(error))
  await page.exposeFunction('renewAccess', () => running.app.hostFor(ANNA).refreshAuth())
  await page.goto(running.url)
})
afterEach(async () => {
  await page.close()
  await running.close()
  expect(failures).toEqual([])
})

const teach = () => page.addScriptTag({ path: extension })

async function openApp({ userId = ANNA, placement = 'DEFAULT' } = {}): Promise<Frame> {
  const { PATH, ...data } = await running.app.hostFor(userId).initData()
  const { host, protocol } = new URL(pages.appUrl)
  const params = {
    ...{ appHost: host, appProto: protocol.slice(0, -1) as 'http', restPath: PATH },
    ...{ authId: data.AUTH_ID, authExpires: data.AUTH_EXPIRES, refreshId: data.REFRESH_ID },
    ...{ memberId: data.MEMBER_ID, isAdmin: data.IS_ADMIN, placementOptions: null },
  }
  await page.evaluate((opened) => window.realPage.open(opened), { url: pages.appUrl, placement, params })
  return findFrame(page, pages.appUrl)
}

async function openTaughtApp(options = {}): Promise<Frame> {
  await teach()
  return openApp(options)
}

/** What a call of the client resolves to, or the error that it rejects with. */
function call(app: Frame, code: string): Promise<unknown> {
  return app.evaluate(`BX24.${code}.catch(({ code, status }) => ({ code, status }))`)
}

/** Sends messages, and asks what is answered at once: all that came until then. */
function send(app: Frame, ...messages: string[]): Promise<string[]> {
  return app.evaluate(
    ([messages, portal]) =>
      new Promise((resolve) => {
        const told: string[] = []
        addEventListener('message', ({ data }) => {
          if (data.startsWith('last:')) resolve(told)
          else told.push(data)
        })
        const sid = window.name.split('|')[2]
        for (const message of [...messages, 'getInitData::last'])
          parent.postMessage(`${message}:${sid}`, portal)
      }),
    [messages, new URL(running.url).origin] as const,
  )
}

const fromPage = () => requests.filter((request) => request.frame() === page.mainFrame())
const methods = () => requests.map((request) => new URL(request.url()).pathname.replace('/rest/', ''))
const handlers = () => running.portal.handlers().map(({ event, url, authType }) => [event, url, authType])

describe('with the script', () => {
  it('binds, unbinds and calls by message, and the page makes the calls', async () => {
    const app = await openTaughtApp()
    expect(await call(app, `callBind('OnCrmDealAdd', '${HANDLER}', ${BORIS})`)).toBe(true)
    expect(handlers()).toEqual([['ONCRMDEALADD', HANDLER, BORIS]])
    expect(await call(app, `callMethod('profile')`)).toMatchObject({ ID: '1' })
    expect(await call(app, `callUnbind('OnCrmDealAdd', '${HANDLER}', ${BORIS})`)).toEqual({ count: 1 })
    expect(handlers()).toEqual([])
    expect(methods()).toEqual(['event.bind.json', 'profile.json', 'event.unbind.json'])
    expect(fromPage()).toEqual(requests)
  })

  it.each([
    ['DEFAULT', 'before'],
    ['DEFAULT', 'after'],
    ['CRM_DEAL_DETAIL_TAB', 'before'],
    ['CRM_DEAL_DETAIL_TAB', 'after'],
  ])('does so in the placement %s, loaded %s the app', async (placement, time) => {
    if (time === 'before') await teach()
    const app = await openApp({ placement })
    if (time === 'after') await teach()
    expect(await call(app, `callBind('OnCrmDealAdd', '${HANDLER}')`)).toBe(true)
    expect(handlers()).toEqual([['ONCRMDEALADD', HANDLER, 0]])
    expect([requests.length, fromPage().length]).toEqual([1, 1])
  })

  it('does so once where it is loaded twice', async () => {
    await teach()
    const app = await openTaughtApp()
    expect(await call(app, `callBind('OnCrmDealAdd', '${HANDLER}')`)).toBe(true)
    expect(methods()).toEqual(['event.bind.json'])
    expect(fromPage()).toEqual(requests)
  })

  it('carries what the form must escape', async () => {
    const app = await openTaughtApp()
    const url = `${HANDLER}?a=1&b[]=ä+%20`
    expect(await call(app, `callBind('OnCrmDealAdd', '${url}')`)).toBe(true)
    expect(handlers()).toEqual([['ONCRMDEALADD', url, 0]])
    expect([requests.length, fromPage().length]).toEqual([1, 1])
  })
})

describe('without the script', () => {
  it('no such command is listed or answered, and the page makes no call', async () => {
    const app = await openApp()
    expect(
      await send(app, 'getInterface::list', 'callBind:{}:bind', 'callMethod:{"method":"profile"}:call'),
    ).toEqual(['list:{"command":[],"event":[]}'])
    await call(app, `callBind('OnCrmDealAdd', '${HANDLER}')`)
    expect(fromPage()).toEqual([])
  })
})

describe('an error', () => {
  it.each([
    ['of the event', `callBind('OnNoSuchEvent', '${HANDLER}')`, 'ERROR_EVENT_NOT_FOUND', 400],
    ['of the method', `callMethod('no.such')`, 'ERROR_METHOD_NOT_FOUND', 404],
  ])('%s keeps its code and its status', async (_name, code, error, status) => {
    const app = await openTaughtApp()
    expect(await call(app, code)).toEqual({ code: error, status })
    expect([requests.length, fromPage().length]).toEqual([1, 1])
  })

  it.each([
    ['has no network', undefined, { code: 'NETWORK', status: 0 }],
    [
      'is sent elsewhere',
      { status: 302, headers: { location: 'https://other.example.com/' } },
      { code: 'NETWORK', status: 0 },
    ],
    ['is sent a page', { status: 502, body: '<html>' }, { code: 'BAD_ANSWER', status: 502 }],
    ['is sent nothing', { status: 200, body: '' }, { code: 'BAD_ANSWER', status: 200 }],
  ])('is answered where the page %s, and the next call works', async (_name, answer, error) => {
    const app = await openTaughtApp()
    await page.route('**/rest/**', (route) => (answer ? route.fulfill(answer) : route.abort()), { times: 1 })
    expect(await call(app, `callBind('OnCrmDealAdd', '${HANDLER}')`)).toEqual(error)
    expect(await call(app, `callBind('OnCrmDealAdd', '${HANDLER}')`)).toBe(true)
    expect([requests.length, fromPage().length]).toEqual([2, 2])
  })
})

describe('who calls', () => {
  it('is who has the app open, whatever token the app has got hold of', async () => {
    const token = running.app.tokenFor(ANNA)
    expect((await running.portal.call(token, 'profile', {})).answer).toMatchObject({ result: { ID: '1' } })
    const app = await openTaughtApp({ userId: BORIS })
    const params = { auth: token, AUTH: token }
    await send(app, `callMethod:${JSON.stringify({ method: 'profile', params })}:who`)
    await page.waitForFunction('realPage.answered.some((text) => text.startsWith("who:"))')
    const answered: string[] = await page.evaluate('realPage.answered')
    const reply = answered.find((text) => text.startsWith('who:')) ?? ''
    expect(JSON.parse(reply.slice(4))).toMatchObject({ status: 200, answer: { result: { ID: '2' } } })
  })

  it("is never the session of the portal's page", async () => {
    await page.context().addCookies([{ name: 'PHPSESSID', value: 'secret', url: running.url }])
    const app = await openTaughtApp()
    expect(await call(app, `callMethod('profile')`)).toMatchObject({ ID: '1' })
    const [request] = fromPage()
    expect(request).toBeDefined()
    expect(await request?.headerValue('cookie')).toBeNull()
    // The control: the page has a session, and other requests of it bring it along.
    const [other] = await Promise.all([
      page.waitForRequest('**/rest/other'),
      page.evaluate(`fetch('/rest/other')`),
    ])
    expect(await other.headerValue('cookie')).toBe('PHPSESSID=secret')
  })

  it('has the newest token of the page', async () => {
    const app = await openTaughtApp()
    expect(await call(app, `callMethod('profile')`)).toMatchObject({ ID: '1' })
    await clock.advance(3_601_000)
    expect(await call(app, `callMethod('profile')`)).toMatchObject({ ID: '1' })
    const tokens = requests.map((request) => new URLSearchParams(request.postData() ?? '').get('auth'))
    expect(tokens).toHaveLength(3)
    expect([tokens[1] === tokens[0], tokens[2] === tokens[1]]).toEqual([true, false])
    expect(fromPage()).toEqual(requests)
  })
})

it('says what to do in a page that opens no apps, and disturbs nothing', async () => {
  await page.goto(pages.appUrl)
  const [message] = await Promise.all([page.waitForEvent('console'), teach()])
  expect(message.type()).toBe('error')
  expect(message.text()).toContain('Load this script behind the extension "applayout"')
})
