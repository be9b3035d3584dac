import type { PortalSnapshot } from 'bx24-events/portal'
import { createFakeClock } from './fake-clock.js'
import { ANNA, BORIS, createTestPortal } from './test-portal.js'

/** A snapshot, as JSON gives it back, in which there is at least one of everything, and nothing that is left out. */
export async function takeFullSnapshot(): Promise<PortalSnapshot> {
  const clock = createFakeClock()
  let takes = 6000
  const { portal, app, bind } = createTestPortal({
    ...{
      clock,
      baseDelay: 1000,
      app: { placementOptions: { ID: '7' }, installUrl: 'https://app.example.com/install/' },
    },
    // Slow at first, so that handlers are spaced out; at last without an answer.
    deliver: () =>
      new Promise((resolve) => {
        if (takes < Number.POSITIVE_INFINITY) clock.setTimeout(() => resolve({ status: 200 }), takes)
      }),
  })
  portal.updateUser(BORIS, { scopes: ['crm'] })
  portal.webhookFor(ANNA, ['crm'])
  const host = app.hostFor(ANNA)
  await host.initData()
  await host.setOption({ kind: 'install', name: 'install', value: true })
  await host.setOption({ kind: 'app', name: 'colour', value: { name: 'red' } })
  await host.setOption({ kind: 'user', name: 'size', value: 7 })
  await bind('OnAppUpdate')
  app.update('2.0.0')
  app.finishInstall()
  await bind('OnCrmDealAdd', { authType: BORIS })
  await bind('OnTaskAdd')
  portal.raise('OnCrmDealAdd', { by: ANNA })
  await clock.advance(10_000)
  portal.replay(2)
  portal.updateUser(BORIS, { active: false })
  await clock.advance(10_000)
  portal.updateUser(BORIS, { active: true })
  takes = Number.POSITIVE_INFINITY
  portal.raise('OnTaskAdd', { by: ANNA })
  await clock.advance(1000)
  portal.raise('OnCrmDealAdd', { by: ANNA, data: { FIELDS: { ID: '7' } } })
  return JSON.parse(JSON.stringify(portal.snapshot()))
}
