import { setTimeout as wait } from 'node:timers/promises'
import { createBX24 } from 'bx24-events'
import type { RunningPortal } from 'bx24-events/server'
import { openTestFrame } from 'bx24-events/testing'
import { startTestPortal } from '../../support/running-portal.js'
import { alignTable } from '../measured.js'

const BINDINGS = 120
/** What the portal allows: so many requests at once, then one in so many milliseconds. */
const AT_ONCE = 50
const INTERVAL = 500
/** The portal counts from when the first ones arrive, some milliseconds after they left. */
const ON_THE_WAY = 250

/** Binds a URL each of a list, in a portal whose page has no commands for calls, and whose REST has its limits. */
type BindAll = (running: RunningPortal, urls: readonly string[]) => Promise<void>

/** The calls of a client that are started together. */
const bindTogether: BindAll = async ({ portal, app }, urls) => {
  const { window, close } = openTestFrame(portal, { app, userId: 1 })
  const BX24 = createBX24({ window, route: 'rest', timeout: 120_000 })
  await Promise.all(urls.map((url) => BX24.callBind('OnCrmDealAdd', url)))
  BX24.close()
  close()
}

/** A request for each, as the official libraries make them, as soon as the portal allows it. */
const bindOneByOne: BindAll = async ({ portal, app }, urls) => {
  const auth = app.tokenFor(1)
  await Promise.all(
    urls.map(async (handler, index) => {
      if (index >= AT_ONCE) await wait((index + 1 - AT_ONCE) * INTERVAL + ON_THE_WAY)
      const body = new URLSearchParams({ auth, event: 'OnCrmDealAdd', handler })
      const response = await fetch(`${portal.origin}/rest/event.bind.json`, { method: 'POST', body })
      if (!response.ok) throw new Error(`Not bound: ${await response.text()}`)
    }),
  )
}

/** How long it takes to bind many handlers over HTTP in a portal with limits, and in how many requests. Written as a table. */
export async function measureBindings(): Promise<string> {
  const lines = [
    await measure('`callBind`, all started together', bindTogether),
    await measure('one request each, as soon as the portal allows it', bindOneByOne),
  ]
  return alignTable([[`${BINDINGS} handlers, over HTTP`, 'time', 'requests'], ...lines])
}

async function measure(name: string, bindAll: BindAll): Promise<string[]> {
  let requests = 0
  const running = await startTestPortal({ rules: 'current' })
  const urls = Array.from({ length: BINDINGS }, (_, index) => `https://app.example.com/handler/${index}`)
  const fetchOfPlatform = globalThis.fetch
  globalThis.fetch = (...given) => {
    requests++
    return fetchOfPlatform(...given)
  }
  try {
    const start = performance.now()
    await bindAll(running, urls)
    const seconds = (performance.now() - start) / 1000
    const bound = running.portal.handlers().length
    if (bound !== BINDINGS) throw new Error(`${bound} handlers are bound, not ${BINDINGS}`)
    return [name, `${seconds.toFixed(2)} s`, String(requests)]
  } finally {
    globalThis.fetch = fetchOfPlatform
    await running.close()
  }
}
