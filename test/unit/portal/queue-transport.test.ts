import { describe, expect, it } from 'vitest'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, createTestPortal, type TestPortalOptions } from '../../support/test-portal.js'

async function openHeld(options: TestPortalOptions = {}) {
  const { deliver, held } = createHeldDeliveries()
  const testPortal = createTestPortal({ deliver, ...options })
  await testPortal.bind('OnCrmDealAdd')
  testPortal.portal.raise('OnCrmDealAdd', { by: ANNA })
  return { ...testPortal, held, delivery: await held.next() }
}

describe('the log of a delivery', () => {
  it('says that it was sent, when, and as what', async () => {
    const { portal, clock, delivery } = await openHeld()
    expect(portal.deliveries()).toMatchObject([
      { state: 'sent', sentAt: clock.now(), request: delivery.request },
    ])
    expect(portal.deliveries()[0]).not.toHaveProperty('status')
    expect(portal.deliveries()[0]).not.toHaveProperty('leavesAt')
    delivery.answer()
    await portal.settled()
  })

  it('says what was answered, and how long that took', async () => {
    const { portal, clock, delivery } = await openHeld()
    await clock.advance(250)
    delivery.answer(418)
    await portal.settled()
    expect(portal.deliveries()).toMatchObject([{ state: 'answered', status: 418, duration: 250 }])
  })

  it('is a copy, which nobody can change it by', async () => {
    const { portal, delivery } = await openHeld()
    const [copy] = portal.deliveries()
    if (copy) copy.state = 'skipped'
    expect(portal.deliveries()).toMatchObject([{ state: 'sent' }])
    delivery.answer()
    await portal.settled()
  })

  it('tells of each step as it happens', async () => {
    const { deliver, held } = createHeldDeliveries()
    const { portal, bind } = createTestPortal({ deliver })
    await bind('OnCrmDealAdd')
    const states: string[] = []
    portal.subscribe((change) => void (change.type === 'delivery' && states.push(change.delivery.state)))
    portal.raise('OnCrmDealAdd', { by: ANNA })
    expect(states).toEqual(['queued'])
    const delivery = await held.next()
    expect(states).toEqual(['queued', 'sent'])
    delivery.answer()
    await portal.settled()
    expect(states).toEqual(['queued', 'sent', 'answered'])
  })
})

describe('a transport that hangs', () => {
  it.each([
    [10_000, {}],
    [300, { deliveryTimeout: 300 }],
  ])('is given up after %i ms, and the signal tells it', async (limit, options) => {
    const { portal, clock, delivery } = await openHeld(options)
    await clock.advance(limit - 1)
    expect(portal.deliveries()).toMatchObject([{ state: 'sent' }])
    expect(delivery.signal.aborted).toBe(false)
    await clock.advance(1)
    expect(delivery.signal.aborted).toBe(true)
    const reason = `no answer within ${limit} ms`
    expect(portal.deliveries()).toMatchObject([{ state: 'failed', reason, duration: limit }])
    await portal.settled()
  })

  it('does not hold up what comes after, and its late answer changes nothing', async () => {
    const { portal, clock, held, delivery } = await openHeld({ deliveryTimeout: 300 })
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await nextTask()
    expect(held.all).toHaveLength(1)
    await clock.advance(300)
    expect(held.all).toHaveLength(2)
    delivery.answer()
    held.all[1]?.answer()
    await portal.settled()
    expect(portal.deliveries().map(({ state }) => state)).toEqual(['failed', 'answered'])
  })

  it('that is quick enough leaves no timer behind', async () => {
    const { portal, clock, delivery } = await openHeld()
    expect(clock.timerCount).toBe(1)
    delivery.answer()
    await portal.settled()
    expect(clock.timerCount).toBe(0)
  })
})

describe('a transport that fails', () => {
  it.each<[unknown, string]>([
    [new Error('connection refused'), 'connection refused'],
    [new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }), 'fetch failed: ECONNREFUSED'],
    ['just so', 'just so'],
  ])('is logged with its reason, and not tried again: %s', async (error, reason) => {
    const { portal, clock, held, delivery } = await openHeld()
    await clock.advance(20)
    delivery.fail(error)
    await portal.settled()
    expect(portal.deliveries()).toMatchObject([{ state: 'failed', reason, duration: 20 }])
    expect(portal.deliveries()[0]).not.toHaveProperty('status')
    expect(held.all).toHaveLength(1)
  })

  it('may throw instead of rejecting', async () => {
    const { portal, bind } = createTestPortal({
      deliver() {
        throw new Error('no such transport')
      },
    })
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    expect(portal.deliveries()).toMatchObject([{ state: 'failed', reason: 'no such transport' }])
  })

  it('fails a forged delivery too, which still resolves', async () => {
    const { portal, bind } = createTestPortal({ deliver: () => Promise.reject(new Error('offline')) })
    const { id } = await bind('OnCrmDealAdd')
    expect(await portal.forge(id)).toMatchObject({ state: 'failed', reason: 'offline' })
    await portal.settled()
  })
})
