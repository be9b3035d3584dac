import { networkInterfaces } from 'node:os'
import express, { type Express } from 'express'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { type RunningCommand, startCommand } from '../support/command.js'
import { findSilentOrigin, startServer, type TestServer } from '../support/http-server.js'
import { createInbox, type Inbox } from '../support/inbox.js'

const packed = inject('packedPackage')
const FRAME = 'iframe[title="App"]'

let browser: Browser
let app: TestServer | undefined
let running: RunningCommand | undefined
let page: Page
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
afterEach(async () => {
  await page.close()
  await running?.close()
  await app?.close()
})

/** Serves the app, and opens the portal's page around it. */
async function open(serve: Express, ...parameters: string[]): Promise<RunningCommand> {
  app = await startServer(serve)
  return openAround(`${app.origin}/`, ...parameters)
}

async function openAround(url: string, ...parameters: string[]): Promise<RunningCommand> {
  running = await startCommand(packed, [url, ...parameters])
  page = await browser.newPage()
  await page.goto(running.url)
  return running
}

const frameText = (text: string | RegExp) => page.frameLocator(FRAME).getByText(text).waitFor()

/** An app that is rendered by its server, out of the form that portals post. */
function createRenderedApp(): { app: Express; posted: Inbox<Record<string, string>> } {
  const posted = createInbox<Record<string, string>>()
  const rendered = express()
  rendered.use(express.urlencoded())
  rendered.post('/', (request, response) => {
    const { AUTH_ID, PLACEMENT, PLACEMENT_OPTIONS } = request.body
    if (AUTH_ID) posted.push({ ...request.body, path: request.url })
    response.send(`<p>${PLACEMENT} ${PLACEMENT_OPTIONS} ${AUTH_ID ? 'with a token' : 'without one'}</p>`)
  })
  return { app: rendered, posted }
}

it('opens an app that is rendered by its server by POST, with the token and the place in the form', async () => {
  const { app: rendered, posted } = createRenderedApp()
  const placement = ['--placement', 'CRM_DEAL_DETAIL_TAB', '--placement-options', '{"ID":"7"}']
  const { url } = await open(rendered, ...placement)
  await frameText('CRM_DEAL_DETAIL_TAB {"ID":"7"} with a token')
  const form = await posted.next()
  expect(form.path).toContain(`DOMAIN=${encodeURIComponent(new URL(url).host)}`)
  const profile = await fetch(`${url}rest/profile`, { headers: { authorization: `Bearer ${form.AUTH_ID}` } })
  expect(await profile.json()).toMatchObject({ result: { NAME: 'Anna', ADMIN: true } })
})

it('opens a folder of files by GET, and says in the terminal that a live portal posts', async () => {
  const files = express()
  files.get('/', (_request, response) => void response.send('<p>A page</p>'))
  const { notes } = await open(files)
  await frameText('A page')
  expect(await notes.next()).toContain(
    'is answered 404, so the app is opened by GET. A live portal opens it by POST.',
  )
})

it('names the header by which an app forbids to be framed, in the page and in the terminal', async () => {
  const forbidding = express()
  let header: string | undefined = 'DENY'
  forbidding.all('/', (_request, response) => {
    if (header !== undefined) response.set('x-frame-options', header)
    response.send('<p>Framed</p>')
  })
  const { notes } = await open(forbidding)
  await page.getByText('forbids this page to frame it, by its header X-Frame-Options: DENY').waitFor()
  expect(await page.locator(FRAME).count()).toBe(0)
  expect(await notes.next()).toContain('X-Frame-Options: DENY')
  header = undefined
  await page.getByRole('button', { name: 'Try again' }).click()
  await frameText('Framed')
})

it('says that an app does not run, and opens it once it does, by a press or by opening the page', async () => {
  const origin = await findSilentOrigin()
  await openAround(`${origin}/`)
  await page.getByText(`can't be reached at ${origin}/: nothing listens there`).waitFor()
  const late = express()
  late.all('/', (_request, response) => void response.send('<p>Late</p>'))
  const server = late.listen(Number(new URL(origin).port), '127.0.0.1')
  await page.getByRole('button', { name: 'Try again' }).click()
  await frameText('Late')
  server.close()
  server.closeAllConnections()
})

it('opens an app where it installs itself, until it has finished that', async () => {
  const installing = express()
  const finish = `parent.postMessage('setInstallFinish:{}::' + name.split('|')[2], '*')`
  installing.all('/install', (_request, response) => void response.send(`<script>${finish}</script>`))
  installing.all('/', (_request, response) => void response.send('<p>Installed</p>'))
  app = await startServer(installing)
  await openAround(`${app.origin}/`, '--not-installed', '--install-url', `${app.origin}/install`)
  await frameText('Installed')
})

it('has a page without the commands for calls where it is told so, and the switch says that', async () => {
  const asking = express()
  const script = `
    addEventListener('message', ({ data }) => document.body.append(data))
    parent.postMessage('getInterface:{}:1:' + name.split('|')[2], '*')`
  asking.all('/', (_request, response) => void response.send(`<body><script>${script}</script>`))
  await open(asking, '--no-page-calls')
  await frameText('1:{"command":[],"event":[]}')
  const carries = page.getByRole('switch', { name: 'This page answers calls itself' })
  expect(await carries.isChecked()).toBe(false)
  await carries.check()
  await frameText('callBind')
})

it('sends what is for a public address to this machine, and shows both', async () => {
  const received = createInbox<string>()
  const handling = express()
  const bind = `callBind:${JSON.stringify({ event: 'OnCrmDealAdd', handler: 'https://app.example.com/handler/?of=deals' })}`
  const script = `parent.postMessage(${JSON.stringify(bind)} + ':1:' + name.split('|')[2], '*')`
  handling.all('/', (_request, response) => void response.send(`<script>${script}</script>`))
  handling.use(express.urlencoded({ extended: true }))
  handling.post('/handler/', (request, response) => {
    received.push(`${request.url} ${request.body.event}`)
    response.end()
  })
  app = await startServer(handling)
  await openAround(`${app.origin}/`, '--forward', `https://app.example.com=${app.origin}`)
  await page.getByRole('region', { name: 'Handlers' }).getByText('ONCRMDEALADD').first().waitFor()
  await page.getByRole('button', { name: 'Create a deal' }).click()
  expect(await received.next()).toBe('/handler/?of=deals ONCRMDEALADD')
  const deliveries = page.getByRole('region', { name: 'Deliveries' })
  await deliveries.locator('summary').filter({ hasText: 'Answered 200' }).click()
  await deliveries.getByText('https://app.example.com/handler/?of=deals').first().waitFor()
  await deliveries.getByText(`${app.origin}/handler/?of=deals`).first().waitFor()
})

it('has a page that works at an address of the network, which browsers trust less', async ({ skip }) => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address
  if (address === undefined) return skip('this machine has no address but its own')
  const { app: rendered } = createRenderedApp()
  app = await startServer(rendered, address)
  const { url, notes } = await openAround(`${app.origin}/`, '--host', address)
  expect(new URL(url).hostname).toBe(address)
  expect(await notes.next()).toContain(`Others can reach this portal at ${address}`)
  await frameText('with a token')
  await page.getByRole('button', { name: 'Create a deal' }).click()
  await page.getByText('Nobody has bound ONCRMDEALADD').waitFor()
})
