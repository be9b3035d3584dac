import type { Deliver, Random } from 'bx24-events/portal'
import { expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { createTestPortal, type TestPortalOptions } from '../../support/test-portal.js'

const HANDLERS = 100
const EVENTS = 200
const AT_ONCE = 20
const numbers = Array.from({ length: EVENTS }, (_, index) => index)
const users = Array.from({ length: HANDLERS }, (_, index) => ({ id: index + 1, name: 'User', admin: true }))

/** Unlike one another, which is all that is asked of them here, and quicker to make than unguessable ones. */
function createQuickRandom(): Random {
  let count = 0
  return (bytes) => {
    new DataView(bytes.buffer).setUint32(0, ++count)
    return bytes
  }
}

/** A portal in which one event calls each of 100 handlers. */
async function openStorm(options: TestPortalOptions) {
  const testPortal = createTestPortal({ ...options, users, random: createQuickRandom(), limits: false })
  for (const { id } of users) await testPortal.bind('OnCrmDealAdd', { authType: id })
  return {
    ...testPortal,
    raise(events: readonly number[]) {
      for (const ID of events) testPortal.portal.raise('OnCrmDealAdd', { by: 1, data: { ID } })
    },
  }
}

/** Which handler a request is for, and the number of what happened. */
function read(body: string): { handlerId: number; number: number } {
  const [, handlerId, number] = /event_handler_id=(\d+)&data%5BID%5D=(\d+)/.exec(body) ?? []
  return { handlerId: Number(handlerId), number: Number(number) }
}

it('a storm of 20,000 deliveries to 100 handlers reaches each in order, nothing lost and nothing twice', async () => {
  const reached = new Map<number, number[]>(users.map(({ id }) => [id, []]))
  const underWay = new Set<number>()
  let calledTwiceAtOnce = 0
  let mostUnderWay = 0
  let mostTimers = 0
  const deliver: Deliver = async ({ body }) => {
    const { handlerId, number } = read(body)
    if (underWay.has(handlerId)) calledTwiceAtOnce++
    underWay.add(handlerId)
    mostUnderWay = Math.max(mostUnderWay, underWay.size)
    mostTimers = Math.max(mostTimers, clock.timerCount)
    reached.get(handlerId)?.push(number)
    // Answers come out of order, as they do.
    for (let turn = (number + handlerId) % 4; turn >= 0; turn--) await undefined
    underWay.delete(handlerId)
    return { status: 200 }
  }
  const { portal, clock, raise } = await openStorm({ deliver })
  raise(numbers)
  expect(underWay.size).toBe(0)
  await portal.settled()
  for (const order of reached.values()) expect(order).toEqual(numbers)
  expect(calledTwiceAtOnce).toBe(0)
  expect(mostUnderWay).toBe(AT_ONCE)
  // A timer for each that is under way, and none for each that waits.
  expect(mostTimers).toBe(AT_ONCE)
  expect(clock.timerCount).toBe(0)
  const deliveries = portal.deliveries()
  expect(deliveries).toHaveLength(HANDLERS * EVENTS)
  expect(deliveries.every(({ state }) => state === 'answered')).toBe(true)
})

it('a storm waits with one timer for each handler, whatever waits for it', async () => {
  const { portal, clock, raise, received } = await openStorm({ baseDelay: 1000 })
  raise(numbers)
  expect(clock.timerCount).toBe(HANDLERS)
  portal.setLoad(3)
  expect(clock.timerCount).toBe(HANDLERS)
  expect(received).toEqual([])
})

it('a handler that never answers holds up no other, however many wait for it', async () => {
  const hanging = 50
  let answered = 0
  const deliver: Deliver = ({ body }) => {
    if (read(body).handlerId === hanging) return new Promise(() => undefined)
    answered++
    return Promise.resolve({ status: 200 })
  }
  const { portal, clock, raise } = await openStorm({ deliver, deliveryTimeout: 10_000 })
  raise(numbers.slice(0, 20))
  await nextTask()
  expect(answered).toBe((HANDLERS - 1) * 20)
  const states = () => {
    const ofHanging = portal.deliveries().filter(({ handlerId }) => handlerId === hanging)
    return ofHanging.slice(0, 3).map(({ state }) => state)
  }
  expect(states()).toEqual(['sent', 'queued', 'queued'])
  await clock.advance(10_000)
  expect(states()).toEqual(['failed', 'queued', 'queued'])
  // One that does not answer is slow too, so it is left alone for a while.
  await clock.advance(1000)
  expect(states()).toEqual(['failed', 'sent', 'queued'])
})
