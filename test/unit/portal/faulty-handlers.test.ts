import type { Delivery, PortalFaults } from 'bx24-events/portal'
import { expect, it } from 'vitest'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, createTestPortal, HANDLER_URL } from '../../support/test-portal.js'

async function openWithHandler(handlers: PortalFaults['handlers'], url = HANDLER_URL) {
  const testPortal = createTestPortal()
  const { portal, bind } = testPortal
  await bind('OnCrmDealAdd', { url })
  portal.setFaults({ handlers })
  return { ...testPortal, raise: () => portal.raise('OnCrmDealAdd', { by: ANNA }) }
}

const readLast = (deliveries: readonly Delivery[]) => deliveries.at(-1)

it.each([
  ['https://app.example.com/', 443],
  ['http://app.example.com/', 80],
  ['http://app.example.com:8080/', 8080],
])('a handler that is down refuses the connection, as the transport says it: %s', async (url, port) => {
  const { portal, received, raise } = await openWithHandler('down', url)
  raise()
  await portal.settled()
  const reason = `fetch failed: connect ECONNREFUSED app.example.com:${port}`
  expect(readLast(portal.deliveries())).toMatchObject({
    ...{ state: 'failed', reason, fault: 'down', request: { method: 'POST' } },
  })
  expect(received).toEqual([])
})

it('a failing handler answers 500', async () => {
  const { portal, received, raise } = await openWithHandler('failing')
  raise()
  await portal.settled()
  expect(readLast(portal.deliveries())).toMatchObject({ state: 'answered', status: 500, fault: 'failing' })
  expect(received).toEqual([])
})

it('a slow handler takes longer than a quick one may, so that it is called less often', async () => {
  const { portal, clock, received, raise } = await openWithHandler('slow')
  raise()
  raise()
  await clock.advance(5999)
  expect(portal.deliveries()).toMatchObject([{ state: 'sent', fault: 'slow' }, { state: 'queued' }])
  await clock.advance(1)
  const [first, second] = portal.deliveries()
  expect(first).toMatchObject({ state: 'answered', status: 200, duration: 6000 })
  expect(second).toMatchObject({ state: 'queued', leavesAt: clock.now() + 1000 })
  await clock.advance(7000)
  await portal.settled()
  expect(received).toEqual([])
})

it('a slow handler that takes longer than the portal waits gets its delivery given up, and leaves no timer', async () => {
  const { portal, bind, clock } = createTestPortal({ deliveryTimeout: 2000 })
  await bind('OnCrmDealAdd')
  portal.setFaults({ handlers: 'slow' })
  portal.raise('OnCrmDealAdd', { by: ANNA })
  await clock.advance(2000)
  await portal.settled()
  expect(portal.deliveries()).toMatchObject([
    { state: 'failed', reason: 'no answer within 2000 ms', fault: 'slow' },
  ])
  portal.raise('OnCrmDealAdd', { by: ANNA })
  await clock.advance(1)
  await portal.close()
  expect(clock.timerCount).toBe(0)
})

it('what is on its way when the fault comes, and what leaves when it has gone, reaches the handler', async () => {
  const { deliver, held } = createHeldDeliveries()
  const { portal, bind } = createTestPortal({ deliver })
  await bind('OnCrmDealAdd')
  portal.raise('OnCrmDealAdd', { by: ANNA })
  const first = await held.next()
  portal.setFaults({ handlers: 'down' })
  portal.raise('OnCrmDealAdd', { by: ANNA })
  first.answer(200)
  await portal.settled()
  portal.setFaults({ handlers: 'well' })
  portal.raise('OnCrmDealAdd', { by: ANNA })
  const third = await held.next()
  third.answer(201)
  await portal.settled()
  const fates = portal.deliveries().map(({ state, status, fault }) => ({ state, status, fault }))
  expect(fates).toEqual([
    { state: 'answered', status: 200, fault: undefined },
    { state: 'failed', status: undefined, fault: 'down' },
    { state: 'answered', status: 201, fault: undefined },
  ])
})

it('a delivery that is sent again meets what there is then, and one that is forged meets the fault too', async () => {
  const { portal, received, raise } = await openWithHandler('down')
  const [first] = raise()
  await portal.settled()
  expect(await portal.forge(first?.handlerId ?? 0)).toMatchObject({ state: 'failed', fault: 'down' })
  portal.setFaults({ handlers: 'well' })
  portal.replay(first?.id ?? 0)
  await portal.settled()
  expect(readLast(portal.deliveries())).toMatchObject({ state: 'answered', status: 200, replayOf: first?.id })
  expect(readLast(portal.deliveries())).not.toHaveProperty('fault')
  expect(received).toHaveLength(1)
})

it('is kept with the delivery in a snapshot', async () => {
  const { portal, raise } = await openWithHandler('failing')
  raise()
  await portal.settled()
  await nextTask()
  const restored = createTestPortal({ snapshot: portal.snapshot(), app: { clientId: 'local.other' } })
  expect(restored.portal.deliveries()).toMatchObject([{ status: 500, fault: 'failing' }])
})
