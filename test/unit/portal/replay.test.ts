import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, BORIS, CLARA, createTestPortal, type TestPortalOptions } from '../../support/test-portal.js'

async function openWithDelivery(options: TestPortalOptions = {}) {
  const testPortal = createTestPortal(options)
  const { portal, bind } = testPortal
  const handler = await bind('OnCrmDealAdd', { authType: CLARA })
  const [delivery] = portal.raise('OnCrmDealAdd', { by: BORIS, data: { FIELDS: { ID: '7' } } })
  if (!delivery) throw new Error('Nothing was raised')
  return { ...testPortal, handler, delivery }
}

describe('replaying a delivery', () => {
  it('sends what happened once more, as a delivery of its own', async () => {
    const { portal, received, handler, delivery } = await openWithDelivery()
    await portal.settled()
    const replayed = portal.replay(delivery.id)
    expect(replayed).toMatchObject({
      ...{ id: delivery.id + 1, replayOf: delivery.id, state: 'queued', forged: false },
      ...{ handlerId: handler.id, event: 'ONCRMDEALADD', url: handler.url },
      ...{ authType: CLARA, by: BORIS, data: { FIELDS: { ID: '7' } } },
    })
    expect(received).toHaveLength(1)
    await portal.settled()
    const [first, second] = received.map((request) => readDelivery(request))
    expect(second?.data).toEqual(first?.data)
    expect(second?.event_handler_id).toBe(first?.event_handler_id)
    expect(second?.auth).toMatchObject({ user_id: String(CLARA), access_token: expect.any(String) })
    expect(portal.deliveries().map(({ state, replayOf }) => ({ state, replayOf }))).toEqual([
      { state: 'answered', replayOf: undefined },
      { state: 'answered', replayOf: delivery.id },
    ])
  })

  it('gives the handler a token and a time of its own', async () => {
    const { portal, clock, received, delivery } = await openWithDelivery()
    await portal.settled()
    await clock.advance(5000)
    portal.replay(delivery.id)
    await portal.settled()
    const [first, second] = received.map((request) => readDelivery(request))
    expect(Number(second?.ts) - Number(first?.ts)).toBe(5)
    expect(second?.auth.access_token).not.toBe(first?.auth.access_token)
  })

  it('waits as any delivery does, behind those that wait already', async () => {
    const { portal, clock, received, delivery } = await openWithDelivery({ baseDelay: 1000 })
    await clock.advance(1000)
    portal.raise('OnCrmDealAdd', { by: ANNA, data: { FIELDS: { ID: '8' } } })
    expect(portal.replay(delivery.id)).toMatchObject({ leavesAt: clock.now() + 1000 })
    portal.raise('OnCrmDealAdd', { by: ANNA, data: { FIELDS: { ID: '9' } } })
    await clock.advance(999)
    expect(received).toHaveLength(1)
    await clock.advance(1)
    const numbers = received.map((request) => readDelivery(request).data)
    expect(numbers).toMatchObject(['7', '8', '7', '9'].map((ID) => ({ FIELDS: { ID } })))
  })

  it('goes by the rules as they are when it leaves', async () => {
    const { portal, clock, received, delivery } = await openWithDelivery({ baseDelay: 1000 })
    portal.updateUser(CLARA, { active: false })
    await clock.advance(1000)
    expect(portal.deliveries()).toMatchObject([{ state: 'skipped' }])
    portal.replay(delivery.id)
    portal.updateUser(CLARA, { active: true })
    await clock.advance(1000)
    expect(portal.deliveries()).toMatchObject([{ state: 'skipped' }, { state: 'answered' }])
    expect(received).toHaveLength(1)
  })

  it('reaches no handler that is gone', async () => {
    const { portal, app, received, handler, delivery } = await openWithDelivery()
    await portal.settled()
    await app.hostFor(ANNA).call('event.unbind', { event: handler.event, handler: handler.url })
    portal.replay(delivery.id)
    await portal.settled()
    expect(portal.deliveries()[1]).toMatchObject({ state: 'skipped', reason: 'handler removed' })
    expect(received).toHaveLength(1)
  })

  it('can be done with one that waits still, and with a replay', async () => {
    const { portal, received, delivery } = await openWithDelivery()
    const again = portal.replay(delivery.id)
    expect(portal.replay(again.id)).toMatchObject({ replayOf: again.id })
    await portal.settled()
    expect(received).toHaveLength(3)
  })

  it('is told to who listens', async () => {
    const { portal, delivery } = await openWithDelivery()
    await portal.settled()
    const told: unknown[] = []
    portal.subscribe((change) => void (change.type === 'delivery' && told.push(change.delivery.state)))
    portal.replay(delivery.id)
    await portal.settled()
    expect(told).toEqual(['queued', 'sent', 'answered'])
  })

  it.each([0, -1, 2, 1.5, Number.NaN])(
    'needs a delivery: number %s throws, and queues nothing',
    async (id) => {
      const { portal, delivery } = await openWithDelivery()
      expect(() => portal.replay(id)).toThrow(RangeError)
      expect(() => portal.replay(id)).toThrow(`There is no delivery ${id}.`)
      expect(portal.deliveries()).toHaveLength(1)
      expect(portal.replay(delivery.id)).toMatchObject({ id: 2 })
    },
  )
})

describe('replaying a forged delivery', () => {
  it('forges it once more, at once', async () => {
    const { portal, app, received, handler } = await openWithDelivery({ baseDelay: 60_000 })
    const forged = await portal.forge(handler.id)
    expect(portal.replay(forged.id)).toMatchObject({ forged: true, replayOf: forged.id, state: 'sent' })
    await nextTask()
    expect(portal.deliveries().at(-1)).toMatchObject({ forged: true, state: 'answered' })
    const [first, second] = received.map((request) => readDelivery(request).auth)
    for (const auth of [first, second]) {
      expect(auth?.application_token).not.toBe(app.applicationToken)
      expect(auth).not.toHaveProperty('access_token')
    }
    expect(second?.application_token).not.toBe(first?.application_token)
  })

  it('takes the room of another delivery while it is under way, and makes room when it has ended', async () => {
    const { deliver, held } = createHeldDeliveries()
    const { portal, bind } = createTestPortal({ deliver, maxParallel: 1 })
    const { id } = await bind('OnCrmDealAdd')
    const forging = portal.forge(id)
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await nextTask()
    expect(held.all).toHaveLength(1)
    held.all[0]?.answer()
    await forging
    await nextTask()
    expect(held.all).toHaveLength(2)
    held.all[1]?.answer()
    await portal.settled()
    expect(portal.deliveries().map(({ state }) => state)).toEqual(['answered', 'answered'])
  })
})

describe.each(['OnAppUpdate', 'OnAppUninstall'] as const)('replaying the farewell %s', (event) => {
  it('reaches the handler, gone as it is, with the token of the installation that has ended', async () => {
    const { portal, app, received, bind } = createTestPortal()
    const { applicationToken } = app
    const { id } = await bind(event)
    if (event === 'OnAppUpdate') app.update('2.0.0')
    app.uninstall()
    app.install({ installed: true })
    await portal.settled()
    portal.replay(1)
    await portal.settled()
    expect(portal.deliveries()).toMatchObject([{ state: 'answered' }, { state: 'answered', replayOf: 1 }])
    for (const request of received) {
      const { event_handler_id, auth } = readDelivery(request)
      expect(event_handler_id).toBe(String(id))
      expect(auth.application_token).toBe(applicationToken)
    }
    expect(received).toHaveLength(2)
    portal.replay(2)
    await portal.settled()
    expect(received).toHaveLength(3)
  })
})
