import type { RunningPortal } from 'bx24-events/server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { startServer, type TestServer } from '../support/http-server.js'
import { startTestPortal } from '../support/running-portal.js'

// What another web page in the same browser can do to a portal that is running, with the headers that a real browser sends.

const HOSTILE_NAME = 'rebound.example'

let browser: Browser
let hostile: TestServer
let running: RunningPortal
let page: Page

beforeAll(async () => {
  browser = await launchChromium({ args: [`--host-resolver-rules=MAP ${HOSTILE_NAME} 127.0.0.1`] })
  hostile = await startServer((_request, response) => response.end('<!doctype html><title>Hostile</title>'))
})
afterAll(async () => {
  await browser.close()
  await hostile.close()
})
beforeEach(async () => {
  running = await startTestPortal()
  page = await browser.newPage()
})
afterEach(async () => {
  await page.close()
  await running.close()
})

/** Asks from the page that is open; a status of 0: the page may not know. */
function askFromPage(url: string, request: RequestInit = {}) {
  return page.evaluate(
    async ([url, request]) => {
      try {
        const response = await fetch(url, request)
        return { status: response.status, text: await response.text() }
      } catch (error) {
        return { status: -1, text: String(error) }
      }
    },
    [url, request] as const,
  )
}

const setLoad = (others: RequestInit = {}) =>
  askFromPage(`${running.url}api/load`, { method: 'POST', body: '{"load":5}', ...others })

it('is steered by its own page', async () => {
  await page.goto(running.url)
  expect(await setLoad()).toMatchObject({ status: 200 })
  expect(running.portal.load).toBe(5)
  expect(await askFromPage(`${running.url}api/state`)).toMatchObject({ status: 200 })
})

it('is neither steered nor read by a page of another origin', async () => {
  await page.goto(hostile.origin)
  expect(await setLoad()).toMatchObject({ status: -1 })
  expect(await setLoad({ mode: 'no-cors', credentials: 'include' })).toMatchObject({ status: 0, text: '' })
  expect(await askFromPage(`${running.url}api/state`)).toMatchObject({ status: -1 })
  const [answer] = await Promise.all([
    page.waitForResponse(`${running.url}api/load`),
    page.evaluate((action) => {
      const form = document.createElement('form')
      Object.assign(form, { action, method: 'post', enctype: 'text/plain' })
      const field = document.createElement('input')
      Object.assign(field, { name: '{"load":5,"x":"', value: '"}' })
      form.append(field)
      document.body.append(form)
      form.submit()
    }, `${running.url}api/load`),
  ])
  expect(answer.status()).toBe(403)
  expect(running.portal.load).toBe(0)
})

it('is neither steered nor read by a page whose name was made to resolve to this machine', async () => {
  const { port } = new URL(running.url)
  // REST answers by any name, and stands for the page that was loaded before the name was made to.
  await page.goto(`http://${HOSTILE_NAME}:${port}/rest/profile`)
  const load = { method: 'POST', body: '{"load":5}' }
  expect(await askFromPage('/api/load', load)).toMatchObject({ status: 403 })
  expect(await askFromPage('/api/state')).toMatchObject({ status: 403 })
  expect(running.portal.load).toBe(0)
})

it('is framed by nobody', async () => {
  await page.goto(hostile.origin)
  const text = await page.evaluate(async (src) => {
    const frame = document.createElement('iframe')
    frame.src = src
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    document.body.append(frame)
    await loaded
    return frame.contentDocument?.title
  }, running.url)
  expect(text).toBeUndefined()
  const [, frame] = page.frames()
  expect(await frame?.title()).not.toBe('Portal')
})
