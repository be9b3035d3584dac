import { createPortal, type Deliver } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../support/fake-clock.js'
import { readDelivery } from '../../support/form.js'
import {
  ANNA,
  CLARA,
  createTestPortal,
  PORTAL_ORIGIN,
  type TestPortal,
  type TestPortalOptions,
} from '../../support/test-portal.js'

const SLOW_URL = 'https://slow.example.com/handler/'

/** A portal with a handler that takes as long to answer as it is told, and one that answers at once. */
async function openSlow(options: TestPortalOptions = {}) {
  const clock = createFakeClock()
  const start = clock.now()
  const slow = { takes: 6000, fails: false }
  /** When each was called, in milliseconds from the start. */
  const called: Record<string, number[]> = { slow: [], quick: [] }
  const deliver: Deliver = ({ url }) => {
    const isSlow = url === SLOW_URL
    called[isSlow ? 'slow' : 'quick']?.push(clock.now() - start)
    if (!isSlow) return Promise.resolve({ status: 200 })
    const { takes, fails } = slow
    return new Promise((resolve, reject) => {
      clock.setTimeout(() => (fails ? reject(new Error('no connection')) : resolve({ status: 200 })), takes)
    })
  }
  const testPortal = createTestPortal({ clock, deliver, deliveryTimeout: 30_000, ...options })
  const handler = await testPortal.bind('OnCrmDealAdd', { url: SLOW_URL })
  await testPortal.bind('OnCrmDealAdd', { authType: CLARA })
  const raise = (times = 1) => {
    for (let count = 0; count < times; count++) testPortal.portal.raise('OnCrmDealAdd', { by: ANNA })
  }
  return { ...testPortal, clock, slow, called, handler, raise }
}

/** How long the handler was left alone between its calls, each of which took so long. */
function pauses(calls: readonly number[] = [], took: number): number[] {
  return calls.slice(1).map((at, index) => at - (calls[index] ?? Number.NaN) - took)
}

describe('a handler that is slow to answer', () => {
  it('is left alone for a second, then twice as long each time, up to a minute', async () => {
    const { clock, called, raise } = await openSlow()
    raise(10)
    await clock.advance(600_000)
    expect(pauses(called.slow, 6000)).toEqual([
      ...[1000, 2000, 4000, 8000, 16_000, 32_000],
      ...[60_000, 60_000, 60_000],
    ])
  })

  it('is called more often again while it is quick: half the pause each time, and none below a second', async () => {
    const { clock, slow, called, raise } = await openSlow()
    raise(4)
    await clock.advance(6000 * 4 + 7000)
    expect(called.slow).toHaveLength(4)
    slow.takes = 100
    raise(6)
    await clock.advance(60_000)
    expect(pauses(called.slow?.slice(4), 100)).toEqual([4000, 2000, 1000, 0, 0])
  })

  it('is slower again as soon as it is slow again', async () => {
    const { clock, slow, called, raise } = await openSlow()
    raise(3)
    await clock.advance(6000 * 3 + 3000)
    slow.takes = 100
    raise(1)
    await clock.advance(4000 + 100)
    slow.takes = 6000
    raise(2)
    await clock.advance(60_000)
    expect(called.slow).toHaveLength(6)
    // Left alone for 2 s after the quick call, then for 4 s after the slow one.
    expect(pauses(called.slow?.slice(4), 6000)).toEqual([4000])
  })

  it('keeps the order of what happened, and loses none', async () => {
    const { portal, clock, handler } = await openSlow()
    for (let ID = 1; ID <= 8; ID++) portal.raise('OnCrmDealAdd', { by: ANNA, data: { ID } })
    await clock.advance(600_000)
    const deliveries = portal.deliveries().filter(({ handlerId }) => handlerId === handler.id)
    expect(deliveries.every(({ state, duration }) => state === 'answered' && duration === 6000)).toBe(true)
    const order = [...deliveries].sort((one, other) => (one.sentAt ?? 0) - (other.sentAt ?? 0))
    expect(order.map(({ request }) => readDelivery(request ?? { body: '' }).data)).toEqual(
      Array.from({ length: 8 }, (_, index) => ({ ID: String(index + 1) })),
    )
  })

  it('is left alone by what happens later too, and the log says until when', async () => {
    const { portal, clock, called, raise } = await openSlow()
    raise()
    await clock.advance(6400)
    raise()
    const waiting = portal.deliveries().find(({ state, url }) => state === 'queued' && url === SLOW_URL)
    expect(waiting).toMatchObject({ leavesAt: clock.now() + 600 })
    await clock.advance(599)
    expect(called.slow).toEqual([0])
    await clock.advance(1)
    expect(called.slow).toEqual([0, 7000])
  })

  it('waits for the load of the server too: what is longer counts', async () => {
    const { portal, clock, called, raise } = await openSlow({ baseDelay: 500 })
    raise(2)
    await clock.advance(500 + 6000)
    portal.setLoad(19)
    await clock.advance(3499)
    expect(called.slow).toHaveLength(1)
    await clock.advance(1)
    expect(called.slow).toEqual([500, 10_000])
  })

  it('holds up no other', async () => {
    const { clock, called, raise } = await openSlow()
    for (let second = 0; second < 5; second++) {
      raise()
      await clock.advance(1000)
    }
    expect(called.quick).toEqual([0, 1000, 2000, 3000, 4000])
    expect(called.slow).toEqual([0])
  })
})

describe('who is slow', () => {
  it.each([
    { slowAfter: 5000, takes: 5000, pause: 0 },
    { slowAfter: 5000, takes: 5001, pause: 1000 },
    { slowAfter: 200, takes: 200, pause: 0 },
    { slowAfter: 200, takes: 201, pause: 1000 },
  ])('is who takes longer than $slowAfter ms, so not by $takes ms: a pause of $pause ms', async (given) => {
    const { slowAfter, takes, pause } = given
    const { clock, slow, called, raise } = await openSlow({ slowAfter })
    slow.takes = takes
    raise(2)
    await clock.advance(60_000)
    expect(pauses(called.slow, takes)).toEqual([pause])
  })

  it('is who takes longer than five seconds, unless told otherwise', async () => {
    const { clock, slow, called, raise } = await openSlow()
    slow.takes = 5000
    raise(2)
    await clock.advance(60_000)
    slow.takes = 5001
    raise(2)
    await clock.advance(60_000)
    expect(pauses(called.slow?.slice(0, 2), 5000)).toEqual([0])
    expect(pauses(called.slow?.slice(2), 5001)).toEqual([1000])
  })

  it('is also who does not answer at all, or fails late; not who fails at once', async () => {
    const { clock, slow, called, raise } = await openSlow({ deliveryTimeout: 10_000 })
    slow.takes = Number.POSITIVE_INFINITY
    raise(2)
    await clock.advance(11_000)
    expect(pauses(called.slow, 10_000)).toEqual([1000])
    const failing = await openSlow()
    Object.assign(failing.slow, { fails: true, takes: 0 })
    failing.raise(3)
    await failing.clock.advance(60_000)
    expect(pauses(failing.called.slow, 0)).toEqual([0, 0])
    Object.assign(failing.slow, { takes: 5001 })
    failing.raise(2)
    await failing.clock.advance(60_000)
    expect(pauses(failing.called.slow?.slice(3), 5001)).toEqual([1000])
  })
})

describe('a slow handler that is gone', () => {
  const unbind = ({ portal, app }: TestPortal) =>
    portal.call(app.tokenFor(ANNA), 'event.unbind', { event: 'OnCrmDealAdd', handler: SLOW_URL })

  it('is forgotten, by the snapshot too, whether it is called before or while it goes', async () => {
    const opened = await openSlow()
    const { portal, clock, raise } = opened
    const paced = () => portal.snapshot().deliveries.paces.map(([handlerId]) => handlerId)
    raise()
    await clock.advance(6000)
    expect(paced()).toEqual([opened.handler.id])
    await unbind(opened)
    expect(paced()).toEqual([])
    await opened.bind('OnCrmDealAdd', { url: SLOW_URL })
    raise()
    await clock.advance(1000)
    await unbind(opened)
    await clock.advance(6000)
    expect(portal.deliveries().map(({ state }) => state)).toEqual(Array(4).fill('answered'))
    expect(paced()).toEqual([])
  })

  it('hears its farewell without a pause, and the log says when', async () => {
    const { portal, app, clock, slow, called, bind } = await openSlow({ baseDelay: 500 })
    await bind('OnAppUninstall', { url: SLOW_URL })
    portal.raise('OnAppUninstall', { by: ANNA })
    await clock.advance(500 + 6000)
    slow.takes = 100
    app.uninstall()
    expect(portal.deliveries().at(-1)).toMatchObject({ state: 'queued', leavesAt: clock.now() + 500 })
    await clock.advance(500)
    expect(called.slow).toEqual([500, 7000])
    expect(portal.snapshot().deliveries.paces).toEqual([])
  })

  it('is left out of what a portal goes on from', async () => {
    const opened = await openSlow()
    opened.raise()
    await opened.clock.advance(6000)
    const { paces } = opened.portal.snapshot().deliveries
    await unbind(opened)
    const { deliveries, ...others } = opened.portal.snapshot()
    const snapshot = { ...others, deliveries: { ...deliveries, paces } }
    const restored = createPortal({ origin: PORTAL_ORIGIN, clock: opened.clock, snapshot })
    expect(paces).toHaveLength(1)
    expect(restored.snapshot().deliveries.paces).toEqual([])
  })
})
