import { createPortal, type PortalApp } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, createTestPortal, PORTAL_ORIGIN } from '../../support/test-portal.js'

/** A portal with one delivery under way and one that waits behind it. */
async function openBusy() {
  const { deliver, held } = createHeldDeliveries()
  const testPortal = createTestPortal({ deliver })
  await testPortal.bind('OnCrmDealAdd')
  testPortal.portal.raise('OnCrmDealAdd', { by: ANNA })
  testPortal.portal.raise('OnCrmDealAdd', { by: ANNA })
  return { ...testPortal, held, delivery: await held.next() }
}

describe('closing a portal', () => {
  it('gives up what is on its way, and tells its transport', async () => {
    const { portal, delivery } = await openBusy()
    await portal.close()
    expect(delivery.signal.aborted).toBe(true)
    expect(portal.deliveries()).toMatchObject([
      { state: 'failed', reason: 'the portal was closed before the handler had answered' },
      { state: 'queued' },
    ])
  })

  it('sends nothing of what waits, leaves no timer, and settles', async () => {
    const { portal, clock, bind, received } = createTestPortal({ baseDelay: 1000 })
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    expect(clock.timerCount).toBe(1)
    const settled = portal.settled()
    await portal.close()
    await settled
    await portal.settled()
    expect(clock.timerCount).toBe(0)
    await clock.advance(60_000)
    expect(received).toEqual([])
  })

  it('sends nothing that was about to leave in the same moment', async () => {
    const { portal, bind, received } = createTestPortal()
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.close()
    await nextTask()
    expect(received).toEqual([])
    expect(portal.deliveries()).toMatchObject([{ state: 'queued' }])
  })

  it('can be done by the transport itself, and twice', async () => {
    const { portal, bind } = createTestPortal({
      deliver() {
        void portal.close()
        return new Promise(() => undefined)
      },
    })
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    await portal.close()
    expect(portal.deliveries()).toMatchObject([{ state: 'failed' }])
  })

  it('lets a portal that is made of its snapshot go on with what waited', async () => {
    const { portal, clock } = await openBusy()
    await portal.close()
    const received: string[] = []
    const restored = createPortal({
      ...{ origin: PORTAL_ORIGIN, clock, baseDelay: 0, snapshot: portal.snapshot() },
      deliver: async ({ body }) => {
        received.push(body)
        return { status: 200 }
      },
    })
    await restored.settled()
    expect(received).toHaveLength(1)
    expect(restored.deliveries().map(({ state }) => state)).toEqual(['failed', 'answered'])
  })

  it.each<[event: string, installed: boolean, step: (app: PortalApp) => void]>([
    ['OnAppInstall', false, (app) => app.finishInstall()],
    ['OnAppUpdate', true, (app) => app.update('2.0.0', { scopes: ['task'] })],
    ['OnAppUninstall', true, (app) => app.uninstall()],
  ])(
    'lets an app take no step that somebody would hear of, and leaves it where it is: %s',
    async (...given) => {
      const [event, installed, step] = given
      const { portal, app, bind } = createTestPortal({ app: { installed } })
      await bind(event)
      await portal.close()
      const before = portal.snapshot()
      expect(() => step(app)).toThrow('The portal is closed')
      expect(portal.snapshot()).toEqual(before)
      const restored = createPortal({ origin: PORTAL_ORIGIN, snapshot: portal.snapshot() })
      const [same] = restored.apps()
      if (same) step(same)
      expect(restored.deliveries()).toMatchObject([{ event: event.toUpperCase(), state: 'queued' }])
      await restored.close()
    },
  )

  it('makes what would cause a delivery throw, and changes nothing by that', async () => {
    const { portal, app, bind } = createTestPortal()
    const { id } = await bind('OnCrmDealAdd')
    await bind('OnAppUninstall')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    await portal.close()
    expect(() => portal.raise('OnCrmDealAdd', { by: ANNA })).toThrow('The portal is closed')
    expect(() => portal.replay(1)).toThrow('The portal is closed')
    await expect(portal.forge(id)).rejects.toThrow('The portal is closed')
    expect(() => app.uninstall()).toThrow('The portal is closed')
    expect(app.stage).toBe('installed')
    expect(portal.deliveries()).toHaveLength(1)
  })
})
