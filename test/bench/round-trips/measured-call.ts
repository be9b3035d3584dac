// The app's side of a measure, the same for each library.

import type { BX24Client } from 'bx24-events'
import { readHeap } from './heap.js'

/** Makes one call, and resolves to its answer. */
export type Call = () => Promise<unknown>

/** How calls are made. */
export type Manner = 'one after another' | 'at once'

declare global {
  interface Window {
    /** Milliseconds from before the library was started to the first answer. */
    firstAnswer: Promise<number>
    /** Makes so many calls, and resolves to the milliseconds that they took. */
    runRound(manner: Manner, calls: number): Promise<number>
  }
}

/** What each call says. */
export const EVENT = 'OnCrmDealAdd'
export const HANDLER = 'https://app.example.com/handler/'

export const portalOrigin = new URL(document.referrer).origin

/** As many events as are documented: calls for one event wait for one another, to keep their order. */
const EVENTS = Array.from({ length: 206 }, (_, index) => `${EVENT}${index}`)

/** Calls of our client, for one event after another. */
export function callInTurns({ callBind }: Pick<BX24Client, 'callBind'>): Call {
  let calls = 0
  return () => callBind(EVENTS[calls++ % EVENTS.length] ?? EVENT, HANDLER)
}

/** Starts a library, calls once, and offers rounds of calls to whoever measures. */
export function offerRounds(start: () => Call | Promise<Call>): void {
  const startedAt = performance.now()
  const starting = Promise.resolve(start())
  window.firstAnswer = starting.then(async (call) => {
    await call()
    return performance.now() - startedAt
  })
  window.runRound = async (manner, calls) => {
    const call = await starting
    const start = performance.now()
    if (manner === 'at once') await Promise.all(Array.from({ length: calls }, call))
    else for (let left = calls; left > 0; left--) await call()
    return performance.now() - start
  }
  window.readHeap = readHeap
}
