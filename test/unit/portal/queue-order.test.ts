import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, CLARA, createTestPortal, type TestPortalOptions } from '../../support/test-portal.js'

async function openHeld(options: TestPortalOptions = {}) {
  const { deliver, held } = createHeldDeliveries()
  const testPortal = createTestPortal({ deliver, ...options })
  const first = await testPortal.bind('OnCrmDealAdd', { url: 'https://app.example.com/first/' })
  const second = await testPortal.bind('OnCrmDealAdd', {
    url: 'https://app.example.com/second/',
    authType: CLARA,
  })
  const raise = (ID: string) => testPortal.portal.raise('OnCrmDealAdd', { by: ANNA, data: { ID } })
  return { ...testPortal, held, first, second, raise }
}

const numberOf = ({ request }: { request: { body: string } }) => Object(readDelivery(request).data).ID

describe('the deliveries of one handler', () => {
  it('go one after another, in the order in which the events happened', async () => {
    const { portal, held, first, raise } = await openHeld()
    for (const number of ['1', '2', '3']) raise(number)
    const toFirst = (one: { request: { url: string } }) => one.request.url === first.url
    for (const number of ['1', '2', '3']) {
      await nextTask()
      const underWay = held.all.filter(toFirst)
      expect(underWay.map(numberOf)).toEqual(['1', '2', '3'].slice(0, Number(number)))
      underWay.at(-1)?.answer()
    }
    await nextTask()
    const states = portal.deliveries().filter(({ handlerId }) => handlerId === first.id)
    expect(states.map(({ state }) => state)).toEqual(['answered', 'answered', 'answered'])
  })

  it('do not wait for those of another handler', async () => {
    const { held, first, second, raise } = await openHeld()
    for (const number of ['1', '2', '3']) raise(number)
    await held.next((one) => one.request.url === first.url)
    for (const number of ['1', '2', '3']) {
      const delivery = await held.next((one) => one.request.url === second.url)
      expect(numberOf(delivery)).toBe(number)
      delivery.answer()
    }
    expect(held.all.filter((one) => one.request.url === first.url)).toHaveLength(1)
  })

  it('go on after one that failed', async () => {
    const { portal, held, first, raise } = await openHeld()
    raise('1')
    raise('2')
    const toFirst = (one: { request: { url: string } }) => one.request.url === first.url
    const failing = await held.next(toFirst)
    failing.fail(new Error('connection refused'))
    const next = await held.next(toFirst)
    expect(numberOf(next)).toBe('2')
    next.answer()
    await nextTask()
    const ended = portal.deliveries().filter(({ handlerId }) => handlerId === first.id)
    expect(ended).toMatchObject([{ state: 'failed', reason: 'connection refused' }, { state: 'answered' }])
  })
})

describe('maxParallel', () => {
  it('bounds how many handlers are called at once, and each end makes room for the next', async () => {
    const { deliver, held } = createHeldDeliveries()
    const { portal, bind } = createTestPortal({ deliver, maxParallel: 2 })
    const events = ['OnCrmDealAdd', 'OnCrmDealUpdate', 'OnCrmDealDelete', 'OnTaskAdd', 'OnTaskDelete']
    for (const event of events) await bind(event)
    for (const event of events) portal.raise(event, { by: ANNA })
    for (let ended = 0; ended < events.length; ended++) {
      await nextTask()
      expect(held.all).toHaveLength(Math.min(ended + 2, events.length))
      held.all[ended]?.answer()
    }
    await portal.settled()
    expect(held.all.map(({ request }) => readDelivery(request).event)).toEqual(
      events.map((event) => event.toUpperCase()),
    )
  })

  it('is 20 unless told otherwise', async () => {
    const { deliver, held } = createHeldDeliveries()
    const users = Array.from({ length: 30 }, (_, index) => ({ id: index + 1, name: 'User', admin: true }))
    const { portal, bind } = createTestPortal({ deliver, users })
    for (const { id } of users) await bind('OnCrmDealAdd', { authType: id })
    portal.raise('OnCrmDealAdd', { by: 1 })
    await nextTask()
    expect(held.all).toHaveLength(20)
    for (const delivery of held.all) delivery.answer()
    await nextTask()
    expect(held.all).toHaveLength(30)
    for (const delivery of held.all) delivery.answer()
    await portal.settled()
  })

  it('gives the room of what is skipped to the next', async () => {
    const { deliver, held } = createHeldDeliveries()
    const { portal, bind } = createTestPortal({ deliver, maxParallel: 1 })
    await bind('OnCrmDealAdd', { authType: CLARA })
    await bind('OnCrmDealAdd', { authType: ANNA })
    portal.updateUser(CLARA, { active: false })
    for (const _round of [1, 2]) portal.raise('OnCrmDealAdd', { by: ANNA })
    for (const _round of [1, 2]) (await held.next()).answer()
    await portal.settled()
    expect(portal.deliveries().map(({ state }) => state)).toEqual([
      ...['skipped', 'answered', 'skipped', 'answered'],
    ])
  })
})
