// The portal's page measures by itself and reports when it is done: a tool that drives the browser would slow it down.

import { CLIENT, CONTENDERS, CONTROL, type Contender } from './contenders.js'
import { type MeasuredApp, openMeasured } from './measured-app.js'
import { type Manner, readHeap } from './orders.js'
import type { Report, RoundTrips, Times } from './results.js'

/** Of each contender: frames that do the same differ by some hundredths, so that one alone would be luck. */
const FRAMES = 3
const CALLS: Readonly<Record<Manner, number>> = { 'one after another': 100, 'at once': 1000 }
const ROUNDS: Readonly<Record<Manner, number>> = { 'one after another': 63, 'at once': 33 }
/** Calls of each frame that do not count: browsers compile what is called often, in steps. */
const CALLS_BEFORE = 3000
const FRESH_FRAMES = 61
/** Fresh frames that do not count: browsers keep what they have compiled of a script that they have seen. */
const FRAMES_BEFORE = 3
const CALLS_FOR_HEAP = 20_000
/** Milliseconds for a frame to be gone, after it was taken away. */
const PAUSE = 50

const query = new URLSearchParams(location.search)
const apps = query.get('apps') ?? ''
const reports = query.get('reports') ?? ''

/** Each round has an order of its own: what came before costs the next one something. */
async function takeTurns(
  rounds: number,
  measure: (contender: Contender, round: number) => Promise<number>,
): Promise<Times> {
  const times: Record<string, number[]> = Object.fromEntries(CONTENDERS.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contender of shuffle(CONTENDERS)) {
      times[contender.name]?.push(await measure(contender, round))
    }
  }
  return times
}

function shuffle<T>(list: readonly T[]): T[] {
  return list
    .map((entry) => ({ entry, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ entry }) => entry)
}

async function measureRounds(): Promise<Record<Manner, Times>> {
  const frames = new Map<Contender, MeasuredApp[]>()
  for (let opened = 0; opened < FRAMES; opened++) {
    for (const contender of CONTENDERS) {
      frames.set(contender, [...(frames.get(contender) ?? []), await openMeasured(apps, contender)])
    }
  }
  const all = [...frames.values()].flat()
  const measure = async (order: Manner) => {
    for (const frame of all) await frame.carryOut({ order, calls: CALLS_BEFORE })
    return takeTurns(ROUNDS[order], async (contender, round) => {
      const frame = frames.get(contender)?.at(round % FRAMES)
      return (await frame?.carryOut({ order, calls: CALLS[order] })) ?? Number.NaN
    })
  }
  const times = {
    'one after another': await measure('one after another'),
    'at once': await measure('at once'),
  }
  for (const { close } of all) close()
  return times
}

async function measureStarts(): Promise<Times> {
  const measure = async (contender: Contender) => {
    const { firstAnswer, close } = await openMeasured(apps, contender)
    close()
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    return firstAnswer
  }
  await takeTurns(FRAMES_BEFORE, measure)
  return takeTurns(FRESH_FRAMES, measure)
}

async function measureHeap(): Promise<RoundTrips['heapGrowth']> {
  const app = await openMeasured(apps, CLIENT)
  const read = async () => {
    await app.carryOut({ order: 'one after another', calls: CALLS_FOR_HEAP })
    return { app: await app.carryOut({ order: 'heap' }), portal: readHeap() }
  }
  const before = await read()
  const after = await read()
  app.close()
  return { app: after.app - before.app, portal: after.portal - before.portal }
}

async function measureAll(): Promise<RoundTrips> {
  // It stays: with the last frame of their origin its process ends, and the next start would measure how one begins.
  const first = await openMeasured(apps, CONTROL)
  const rounds = await measureRounds()
  const heapGrowth = await measureHeap()
  const times = { ...rounds, 'to the first answer': await measureStarts() }
  first.close()
  return { times, calls: { ...CALLS, 'to the first answer': 1 }, heapGrowth }
}

function report(told: Report): void {
  void fetch(reports, { method: 'POST', mode: 'no-cors', body: JSON.stringify(told) })
}

measureAll().then(report, (error: Error) => report({ failed: String(error) }))
