import type { Frame, Page } from 'playwright-core'
import { launchChromium } from '../../support/chromium.js'
import { findFrame } from '../../support/find-frame.js'
import { bundlePage, type FramePages, serveFramePages } from '../../support/frame-pages.js'
import { CONTENDERS, type Contender, RAW_WINDOW } from './contenders.js'
import type { Manner } from './measured-call.js'

const ROUNDS = 21
/** Of each contender: frames that do the same differ by some hundredths, so that one alone would be luck. */
const FRAMES = 3
const CALLS: Readonly<Record<Manner, number>> = { 'one after another': 250, 'at once': 1000 }
const FRESH_FRAMES = 61
const CALLS_FOR_HEAP = 20_000

/** What is measured of each contender. */
export type Measure = Manner | 'to the first answer'

/** Milliseconds of each round, by contender; those of the control are raw echoes once more. */
export type Rounds = ReadonlyMap<Contender | 'control', readonly number[]>

export interface RoundTrips {
  readonly rounds: ReadonlyMap<Measure, Rounds>
  /** How many calls a round has. */
  readonly calls: Readonly<Record<Measure, number>>
  /** Bytes that app and portal have in use after many calls, beyond those after as many calls before. */
  readonly heapGrowth: { readonly app: number; readonly portal: number }
}

/**
 * Calls to a portal that answers at once, in Chromium over two origins, each in a process of its own. All contenders take
 * turns, so that a slow moment of the machine is none of one alone.
 */
export async function measureRoundTrips(): Promise<RoundTrips> {
  const pages = await servePages()
  const browser = await launchChromium({
    args: ['--site-per-process', '--js-flags=--expose-gc', '--enable-precise-memory-info'],
  })
  try {
    const page = await browser.newPage()
    await page.goto(pages.portalUrl)
    const rounds = new Map<Measure, Rounds>()
    const frames = new Map<Contender, Frame[]>()
    for (let opened = 0; opened < FRAMES; opened++) {
      for (const contender of CONTENDERS) {
        const frame = await openApp(page, pages, contender)
        frames.set(contender, [...(frames.get(contender) ?? []), frame])
      }
    }
    for (const manner of ['one after another', 'at once'] as const) {
      const run = (contender: Contender, round: number) =>
        frames
          .get(contender)
          ?.at(round % FRAMES)
          ?.evaluate(([manner, calls]) => window.runRound(manner, calls), [manner, CALLS[manner]] as const)
      const time = async (contender: Contender, round: number) => (await run(contender, round)) ?? Number.NaN
      rounds.set(manner, await takeTurns(ROUNDS, time))
    }
    const heapGrowth = await measureHeap(page, pages)
    const start = (contender: Contender) => measureStart(page, pages, contender)
    rounds.set('to the first answer', await takeTurns(FRESH_FRAMES, start))
    return { rounds, calls: { ...CALLS, 'to the first answer': 1 }, heapGrowth }
  } finally {
    await browser.close()
    await pages.close()
  }
}

async function servePages(): Promise<FramePages> {
  const folder = 'test/bench/round-trips'
  const apps: Record<string, string> = {}
  for (const { app } of CONTENDERS) apps[app] = await bundlePage(`${folder}/apps/${app}.ts`)
  return serveFramePages({ portal: await bundlePage(`${folder}/portal-page.ts`), apps })
}

let opened = 0

async function openApp(page: Page, { appUrl }: FramePages, { app }: Contender): Promise<Frame> {
  const url = `${appUrl}${app}?opened=${++opened}`
  await page.evaluate(([app, url]) => window.openApp(app, url), [app, url] as const)
  return findFrame(page, url)
}

/**
 * The first rounds, one for each frame to warm up, do not count. Each round has an order of its own: what came before, and its
 * frame that is still being taken away, costs the next one some milliseconds.
 */
async function takeTurns(
  count: number,
  run: (contender: Contender, round: number) => Promise<number>,
): Promise<Rounds> {
  const rounds = new Map<Contender | 'control', number[]>([['control', []]])
  for (const contender of CONTENDERS) rounds.set(contender, [])
  for (let round = -FRAMES; round < count; round++) {
    for (const contender of shuffle([...CONTENDERS, 'control' as const])) {
      const time = await run(contender === 'control' ? RAW_WINDOW : contender, round)
      if (round >= 0) rounds.get(contender)?.push(time)
    }
  }
  return rounds
}

function shuffle<T>(list: readonly T[]): T[] {
  return list
    .map((entry) => ({ entry, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ entry }) => entry)
}

/** In a frame of its own each time. */
async function measureStart(page: Page, pages: FramePages, contender: Contender): Promise<number> {
  const frame = await openApp(page, pages, contender)
  const time = await frame.evaluate(() => window.firstAnswer)
  await page.evaluate(() => window.closeApps())
  return time
}

async function measureHeap(page: Page, pages: FramePages): Promise<RoundTrips['heapGrowth']> {
  await page.evaluate(() => window.closeApps())
  const frame = await openApp(page, pages, { app: 'client', name: 'client' })
  const read = async () => {
    await frame.evaluate((calls) => window.runRound('one after another', calls), CALLS_FOR_HEAP)
    return {
      app: await frame.evaluate(() => window.readHeap()),
      portal: await page.evaluate(() => window.readHeap()),
    }
  }
  const before = await read()
  const after = await read()
  await page.evaluate(() => window.closeApps())
  return { app: after.app - before.app, portal: after.portal - before.portal }
}
