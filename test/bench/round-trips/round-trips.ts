import type { Frame } from 'playwright-core'
import { launchChromium } from '../../support/chromium.js'
import { findFrame } from '../../support/find-frame.js'
import { bundlePage, serveFramePages } from '../../support/frame-pages.js'
import { type Measured, median, quantile } from '../measured.js'

const ROUNDS = 41
const CALLS = 250
const GOAL = 1.25

/**
 * `callBind` to a portal that answers at once, one call after another, in Chromium over two origins, each in a process of
 * its own. Beside it, in rounds that take turns, the raw echo of a text over `window.postMessage`: once as the measure, and
 * once more as the control, which shows how far figures wander by themselves.
 */
export async function measureRoundTrips(): Promise<Measured[]> {
  const folder = 'test/bench/round-trips'
  const pages = await serveFramePages({
    portal: await bundlePage(`${folder}/portal-page.ts`),
    apps: {
      '': await bundlePage(`${folder}/client-page.ts`),
      raw: await bundlePage(`${folder}/raw-page.ts`),
    },
  })
  const browser = await launchChromium({ args: ['--site-per-process'] })
  try {
    const page = await browser.newPage()
    await page.goto(pages.portalUrl)
    await page.evaluate((appUrl) => window.openFrames(appUrl), pages.appUrl)
    const raw = await findFrame(page, `${pages.appUrl}raw`)
    const client = await findFrame(page, `${pages.appUrl}?`)
    return await measure(raw, client)
  } finally {
    await browser.close()
    await pages.close()
  }
}

async function measure(raw: Frame, client: Frame): Promise<Measured[]> {
  const times = { measure: [] as number[], control: [] as number[], client: [] as number[] }
  const run = (frame: Frame) => frame.evaluate((calls) => window.runRound(calls), CALLS)
  await run(raw)
  await run(client)
  for (let round = 0; round < ROUNDS; round++) {
    times.measure.push(await run(raw))
    times.client.push(await run(client))
    times.control.push(await run(raw))
  }
  const row = (name: string, values: readonly number[], goal?: number): Measured => {
    const ratios = values.map((time, round) => time / (times.measure[round] ?? Number.NaN))
    const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)] as const
    const time = (median(values) / CALLS) * 1000
    return { name, time, ratio: median(ratios), spread, ...(goal === undefined ? {} : { goal }) }
  }
  return [
    row('raw echo over window.postMessage', times.measure),
    row('the same again, as control', times.control),
    row('callBind', times.client, GOAL),
  ]
}
