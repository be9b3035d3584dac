import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, createTestPortal } from '../../support/test-portal.js'

async function openQueue(options: { baseDelay?: number; load?: number }) {
  const testPortal = createTestPortal(options)
  await testPortal.bind('OnCrmDealAdd')
  return { ...testPortal, raise: () => testPortal.portal.raise('OnCrmDealAdd', { by: ANNA }) }
}

describe('a delivery', () => {
  it.each([
    { baseDelay: 1000, load: 0, wait: 1000 },
    { baseDelay: 1000, load: 1, wait: 2000 },
    { baseDelay: 1000, load: 9, wait: 10_000 },
    { baseDelay: 500, load: 0.5, wait: 750 },
    { baseDelay: 60_000, load: 3, wait: 240_000 },
  ])(
    'waits the base delay times (1 + load): $baseDelay ms and $load give $wait ms',
    async ({ wait, ...options }) => {
      const { clock, received, raise } = await openQueue(options)
      expect(raise()).toMatchObject([{ leavesAt: clock.now() + wait }])
      await clock.advance(wait - 1)
      expect(received).toHaveLength(0)
      await clock.advance(1)
      expect(received).toHaveLength(1)
    },
  )

  it('waits a second unless told otherwise', async () => {
    const { clock, received, raise } = await openQueue({ baseDelay: undefined as never })
    raise()
    await clock.advance(999)
    expect(received).toHaveLength(0)
    await clock.advance(1)
    expect(received).toHaveLength(1)
  })

  it('says the time at which it left, not the one at which the event happened', async () => {
    const { clock, received, raise } = await openQueue({ baseDelay: 90_000 })
    const raisedAt = clock.now()
    raise()
    await clock.advance(90_000)
    const { ts } = readDelivery(received[0] ?? { body: '' })
    expect(ts).toBe(String(Math.floor((raisedAt + 90_000) / 1000)))
  })

  it('does not leave before raise has returned, even where it waits for nothing', async () => {
    const { portal, received, raise } = await openQueue({ baseDelay: 0 })
    expect(raise()).toMatchObject([{ state: 'queued' }])
    expect(received).toHaveLength(0)
    expect(portal.deliveries()).toMatchObject([{ state: 'queued' }])
    await nextTask()
    expect(received).toHaveLength(1)
  })

  it('waits by itself: one that is raised later leaves later', async () => {
    const { clock, received, raise } = await openQueue({ baseDelay: 1000 })
    raise()
    await clock.advance(400)
    raise()
    await clock.advance(600)
    expect(received).toHaveLength(1)
    await clock.advance(399)
    expect(received).toHaveLength(1)
    await clock.advance(1)
    expect(received).toHaveLength(2)
  })
})

describe('turning the load', () => {
  it('lets what waits leave later, or earlier, or at once', async () => {
    const { portal, clock, received, raise } = await openQueue({ baseDelay: 1000 })
    const raisedAt = clock.now()
    raise()
    portal.setLoad(4)
    expect(portal.deliveries()).toMatchObject([{ leavesAt: raisedAt + 5000 }])
    await clock.advance(1999)
    expect(received).toHaveLength(0)
    portal.setLoad(1)
    expect(portal.deliveries()).toMatchObject([{ leavesAt: raisedAt + 2000 }])
    await clock.advance(1)
    expect(received).toHaveLength(1)
    raise()
    portal.setLoad(9)
    await clock.advance(1500)
    portal.setLoad(0)
    await nextTask()
    expect(received).toHaveLength(2)
  })

  it('leaves one timer for what waits, and none when nothing does', async () => {
    const { portal, clock, raise } = await openQueue({ baseDelay: 1000 })
    expect(clock.timerCount).toBe(0)
    for (let count = 0; count < 5; count++) raise()
    for (const load of [1, 2, 3]) portal.setLoad(load)
    expect(clock.timerCount).toBe(1)
    await clock.advance(4000)
    expect(portal.deliveries().every(({ state }) => state === 'answered')).toBe(true)
    expect(clock.timerCount).toBe(0)
  })

  it('is to be read, and told of', async () => {
    const { portal } = await openQueue({ load: 2 })
    const changes: unknown[] = []
    portal.subscribe((change) => changes.push(change))
    expect(portal.load).toBe(2)
    portal.setLoad(0.5)
    expect(portal.load).toBe(0.5)
    expect(changes).toEqual([{ type: 'load', load: 0.5 }])
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '5' as never])(
    'to %j throws a RangeError, and changes nothing',
    async (load) => {
      const { portal } = await openQueue({ load: 2 })
      expect(() => portal.setLoad(load)).toThrow(RangeError)
      expect(portal.load).toBe(2)
      expect(() => createTestPortal({ load })).toThrow(RangeError)
      expect(() => createTestPortal({ load: 0 })).not.toThrow()
    },
  )
})

describe('settled', () => {
  it('resolves at once where nothing waits', async () => {
    const { portal } = await openQueue({})
    await portal.settled()
  })

  it('resolves once nothing waits and nothing is on its way', async () => {
    const { portal, clock, received, raise } = await openQueue({ baseDelay: 1000 })
    raise()
    raise()
    let isSettled = false
    const settled = portal.settled().then(() => {
      isSettled = true
    })
    await clock.advance(999)
    expect(isSettled).toBe(false)
    await clock.advance(1)
    await settled
    expect(received).toHaveLength(2)
  })

  it('can be waited for again, and by several', async () => {
    const { portal, received, raise } = await openQueue({ baseDelay: 0 })
    raise()
    await Promise.all([portal.settled(), portal.settled()])
    raise()
    await portal.settled()
    expect(received).toHaveLength(2)
  })
})
