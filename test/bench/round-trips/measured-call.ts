// The app's side of a measure, the same for each library.

import type { BX24Client } from 'bx24-events'
import { type Answered, isOrder, type Order, readHeap } from './orders.js'

/** Makes one call, and resolves to its answer. */
export type Call = () => Promise<unknown>

/** What each call says. */
export const EVENT = 'OnCrmDealAdd'
export const HANDLER = 'https://app.example.com/handler/'

export const portalOrigin = new URL(document.referrer).origin

/** As many events as are documented: calls for one handler of an event wait for one another, to keep their order. */
const EVENTS = Array.from({ length: 206 }, (_, index) => `${EVENT}${index}`)

/** Calls of our client, for one event after another. */
export function callInTurns({ callBind }: Pick<BX24Client, 'callBind'>): Call {
  let calls = 0
  return () => callBind(EVENTS[calls++ % EVENTS.length] ?? EVENT, HANDLER)
}

/** Starts a library and calls once, which is told to the portal's page; then carries out what that asks for. */
export function offerRounds(start: () => Call | Promise<Call>): void {
  const startedAt = performance.now()
  measureFirst(startedAt, Promise.resolve(start())).catch((error: Error) => answer({ failed: String(error) }))
}

async function measureFirst(startedAt: number, starting: Promise<Call>): Promise<void> {
  const call = await starting
  await call()
  const measured = performance.now() - startedAt
  window.addEventListener('message', ({ data }) => {
    if (isOrder(data)) carryOut(data, call)
  })
  answer({ measured })
}

function carryOut(order: Order, call: Call): void {
  const measuring = order.order === 'heap' ? Promise.resolve(readHeap()) : measureRound(order, call)
  measuring.then(
    (measured) => answer({ measured }),
    (error) => answer({ failed: String(error) }),
  )
}

async function measureRound(
  { order, calls }: Exclude<Order, { order: 'heap' }>,
  call: Call,
): Promise<number> {
  const start = performance.now()
  if (order === 'at once') await Promise.all(Array.from({ length: calls }, call))
  else for (let left = calls; left > 0; left--) await call()
  return performance.now() - start
}

function answer(answered: Answered): void {
  parent.postMessage(answered, portalOrigin)
}
