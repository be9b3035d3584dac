import { createHook } from 'node:async_hooks'
import { describe, expect, it } from 'vitest'
import { createOrder } from '../../../src/client/order.js'
import type { AnyTask } from '../../../src/client/tasks.js'
import { openTestApp } from '../../support/test-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const CALLS = 1000
/** Of both sides and the engine, one of them being that of the test itself. */
const PROMISES_OF_A_CALL = 9

/** How many of each kind Node has made until `work` is done. */
async function countMade(work: () => Promise<unknown>) {
  const made = new Map<string, number>()
  const hook = createHook({
    init: (_id, kind) => void made.set(kind, (made.get(kind) ?? 0) + 1),
  })
  hook.enable()
  try {
    await work()
  } finally {
    hook.disable()
  }
  return (kind: string) => made.get(kind) ?? 0
}

describe('1,000 calls of one turn, over a private line', () => {
  it('make no timer, nothing that is queued apart, and no more promises than they need', async () => {
    const { BX24 } = openTestApp({ portal: { limits: false } })
    // Its first call after the answer opens the line.
    await BX24.init()
    await BX24.callMethod('profile')
    const made = await countMade(() =>
      Promise.all(Array.from({ length: CALLS }, () => BX24.callMethod('profile'))),
    )
    expect(made('Timeout')).toBe(0)
    expect(made('Microtask')).toBe(0)
    // The few on top are those of the turn.
    expect(made('PROMISE') / CALLS).toBeLessThan(PROMISES_OF_A_CALL + 0.1)
    expect(made('PROMISE')).toBeGreaterThan(CALLS)
  })
})

describe('changes of one handler, which wait for one another', () => {
  it('cost no more each the more there are', async () => {
    const countPerCall = async (calls: number) => {
      const { BX24 } = openTestApp({ portal: { limits: false } })
      await BX24.init()
      const unbind = () => BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
      const made = await countMade(() => Promise.all(Array.from({ length: calls }, unbind)))
      return made('PROMISE') / calls
    }
    const few = await countPerCall(10)
    expect(few).toBeGreaterThan(1)
    expect(await countPerCall(300)).toBeLessThan(few * 1.1)
  })
})

describe('changes of one event, of a handler each', () => {
  it('are not looked at again by those that come after', async () => {
    let looks = 0
    const nothing = () => undefined
    const task: AnyTask = { id: '', method: 'event.bind', deadline: 0, reject: nothing, leave: nothing }
    Object.defineProperty(task, 'isOver', { get: () => void looks++ })
    const enter = createOrder()
    const held = Array.from({ length: CALLS }, (_, index) =>
      enter(['callBind', { event: 'OnCrmDealAdd', handler: `${HANDLER_URL}${index}` }], task),
    )
    expect(held.filter((before) => before !== undefined)).toEqual([])
    expect(enter(['callUnbind', { event: 'OnCrmDealAdd', handler: HANDLER_URL }], task)).toBeInstanceOf(
      Promise,
    )
    await Promise.resolve()
    expect(looks).toBeLessThan(3 * CALLS)
  })
})
