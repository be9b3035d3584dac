import { createPortal } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { ANNA, createTestPortal, PORTAL_ORIGIN } from '../../support/test-portal.js'

describe('the deliveries of a snapshot', () => {
  it('can be the newest only: they keep their numbers, and the next one goes on after them', async () => {
    const { portal, clock, bind } = createTestPortal({ baseDelay: 1000 })
    await bind('OnCrmDealAdd')
    for (let raised = 0; raised < 5; raised++) portal.raise('OnCrmDealAdd', { by: ANNA })
    await clock.advance(1000)
    const { deliver } = createHeldDeliveries()
    const snapshot = JSON.parse(JSON.stringify(portal.snapshot({ newestDeliveries: 2 })))
    const restarted = createPortal({ origin: PORTAL_ORIGIN, clock, deliver, snapshot })
    expect(restarted.deliveries()).toEqual(portal.deliveries({ newest: 2 }))
    expect(restarted.deliveries({ before: 5 })).toMatchObject([{ id: 4 }])
    expect(restarted.deliveries({ newest: 1 })).toMatchObject([{ id: 5 }])
    expect(restarted.deliveries({ before: 4 })).toEqual([])
    expect(() => restarted.replay(3)).toThrow(RangeError)
    expect(restarted.replay(4)).toMatchObject({ id: 6, replayOf: 4 })
    await restarted.close()
  })

  it('that wait are in it with all after them, however few are wanted', async () => {
    const { portal, clock, bind } = createTestPortal({
      baseDelay: 1000,
      deliver: ({ body }) =>
        body.includes('ONCRMDEALADD') ? new Promise(() => undefined) : Promise.resolve({ status: 200 }),
    })
    await bind('OnCrmDealAdd')
    await bind('OnTaskAdd')
    for (const event of ['OnTaskAdd', 'OnCrmDealAdd', 'OnTaskAdd', 'OnTaskAdd'])
      portal.raise(event, { by: ANNA })
    await clock.advance(1000)
    expect(portal.deliveries().map(({ state }) => state)).toEqual([
      'answered',
      'sent',
      'answered',
      'answered',
    ])
    expect(portal.snapshot({ newestDeliveries: 1 }).deliveries.all.map(({ id }) => id)).toEqual([2, 3, 4])
  })

  it('can be those only that bring no more than so many characters along, and one at least', async () => {
    const { portal, clock, bind } = createTestPortal({ baseDelay: 1000 })
    await bind('OnCrmDealAdd')
    for (const length of [1, 20_000, 20_000]) portal.raise('OnCrmDealAdd', { data: 'ж'.repeat(length) })
    await clock.advance(1000)
    const saved = (newestCharacters: number) =>
      portal.snapshot({ newestCharacters }).deliveries.all.map(({ id }) => id)
    // What was sent has six characters for each.
    expect(saved(300_000)).toEqual([1, 2, 3])
    expect(saved(280_000)).toEqual([3])
    expect(saved(1)).toEqual([3])
    portal.raise('OnCrmDealAdd')
    expect(saved(1)).toEqual([4])
  })

  it.each([0, -1, 1.5, Number.NaN, '5'])('can not be %j of them: that is a TypeError', (count) => {
    const { portal } = createTestPortal({ baseDelay: 1000 })
    expect(() => portal.snapshot({ newestDeliveries: count as number })).toThrow(TypeError)
    expect(() => portal.snapshot({ newestCharacters: count as number })).toThrow(TypeError)
  })
})
