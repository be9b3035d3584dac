import type { LogOptions, Random } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { ANNA, createTestPortal, HANDLER_URL } from '../../support/test-portal.js'

const DAY = 24 * 3_600_000

describe('a delivery that can not be written', () => {
  it('fails with the reason, and what waits behind it goes on', async () => {
    let isBroken = false
    let count = 0
    const random: Random = (bytes) => {
      if (isBroken) throw new Error('no more entropy')
      return bytes.fill(++count)
    }
    const { portal, received, bind } = createTestPortal({ random })
    await bind('OnCrmDealAdd')
    isBroken = true
    portal.raise('OnCrmDealAdd', { by: ANNA })
    portal.raise('OnCrmDealAdd')
    await portal.settled()
    expect(portal.deliveries()).toMatchObject([
      { state: 'failed', reason: 'the request could not be written: no more entropy' },
      { state: 'answered' },
    ])
    expect(received).toHaveLength(1)
    expect(await portal.forge(1)).toMatchObject({ state: 'failed' })
  })
})

describe('a wait of longer than a timer can be', () => {
  it('is waited for to its end', async () => {
    const { portal, clock, received, bind } = createTestPortal({ baseDelay: 1000 })
    const delays: number[] = []
    const { setTimeout } = clock
    clock.setTimeout = (run, delay) => {
      delays.push(delay)
      return setTimeout(run, delay)
    }
    await bind('OnCrmDealAdd')
    portal.setLoad(40 * 86_400 - 1)
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await clock.advance(40 * DAY - 1)
    expect(received).toEqual([])
    await clock.advance(1)
    await portal.settled()
    expect(received).toHaveLength(1)
    expect(Math.max(...delays)).toBeLessThan(2 ** 31)
  })
})

describe('the log', () => {
  it('keeps every delivery, and what was sent of the 1,000 newest', async () => {
    const { portal, received, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    for (let count = 0; count < 1002; count++) portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    const log = portal.deliveries()
    expect(log).toHaveLength(1002)
    expect(log.filter(({ request }) => !request).map(({ id }) => id)).toEqual([1, 2])
    expect(log[0]).toMatchObject({ state: 'answered', status: 200, url: HANDLER_URL })
    portal.replay(1)
    await portal.settled()
    expect(received).toHaveLength(1003)
  })

  it('keeps of what was sent no more than so many characters, the newest, and that one however long', async () => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    const raise = async (length: number) => {
      portal.raise('OnCrmDealAdd', { data: 'x'.repeat(length) })
      await portal.settled()
      return portal.deliveries().map(({ request }) => request !== undefined)
    }
    await raise(4_000_000)
    expect(await raise(4_000_000)).toEqual([true, true])
    expect(await raise(4_000_000)).toEqual([false, true, true])
    expect(await raise(11_000_000)).toEqual([false, false, false, true])
    expect(await raise(1)).toEqual([false, false, false, false, true])
    await raise(9_000_000)
    expect((await raise(1)).slice(-3)).toEqual([true, true, true])
  })

  it('can be asked for the newest only', async () => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    for (let count = 0; count < 3; count++) portal.raise('OnCrmDealAdd')
    await portal.settled()
    expect(portal.deliveries({ newest: 2 }).map(({ id }) => id)).toEqual([2, 3])
    expect(portal.deliveries({ newest: 0 })).toEqual([])
    expect(portal.deliveries({ newest: 9 })).toHaveLength(3)
    expect(portal.deliveries()).toHaveLength(3)
  })

  it('can be asked for those before a number, page by page', async () => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    for (let count = 0; count < 5; count++) portal.raise('OnCrmDealAdd')
    const idsOf = (options: LogOptions) => portal.deliveries(options).map(({ id }) => id)
    expect(idsOf({ before: 5, newest: 2 })).toEqual([3, 4])
    expect(idsOf({ before: 3, newest: 9 })).toEqual([1, 2])
    expect(idsOf({ before: 1 })).toEqual([])
    expect(idsOf({ before: 99 })).toHaveLength(5)
    await portal.settled()
  })
})
