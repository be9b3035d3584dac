import { array, assert, constantFrom, integer, property, record } from 'fast-check'
import { expect, it } from 'vitest'
import { createEmitter } from '../../../src/portal/emitter.js'
import { createHandlers, type Handler, type HandlerOptions } from '../../../src/portal/handlers.js'
import { RULES } from '../../../src/portal/rules.js'

const { placeOf } = RULES.documented
const openHandlers = () => createHandlers({ placeOf, changes: createEmitter() })

function write(changes: Partial<HandlerOptions> = {}): HandlerOptions {
  return {
    appId: 'app-1',
    event: 'ONCRMDEALADD',
    url: 'https://a.example/',
    authType: 0,
    boundAt: 1,
    ...changes,
  }
}

it('handlers are numbered in the order of adding, and no number comes back', () => {
  const handlers = openHandlers()
  const [first, second] = [handlers.add(write()), handlers.add(write({ authType: 2 }))]
  expect([first?.id, second?.id]).toEqual([1, 2])
  handlers.remove({ ...write({ authType: 2 }) })
  expect(handlers.add(write({ authType: 2 }))?.id).toBe(3)
  expect(handlers.all().map(({ id }) => id)).toEqual([1, 3])
})

it('a place that is taken takes no second handler until it is free', () => {
  const handlers = openHandlers()
  const first = handlers.add(write())
  expect(handlers.add(write({ url: 'https://b.example/' }))).toBeUndefined()
  expect(handlers.all()).toEqual([first])
  handlers.remove(write())
  expect(handlers.add(write({ url: 'https://b.example/' }))).toBeDefined()
})

it('handlers are found by number, by app and by event', () => {
  const handlers = openHandlers()
  const [mine, other] = [handlers.add(write()), handlers.add(write({ event: 'ONAPPUPDATE' }))]
  const theirs = handlers.add(write({ appId: 'app-2' }))
  expect([...handlers.ofApp('app-1')]).toEqual([mine, other])
  expect([...handlers.ofEvent('ONCRMDEALADD')]).toEqual([mine, theirs])
  expect(handlers.find(2)).toBe(other)
  for (const nobody of ['app-3', 'constructor']) expect([...handlers.ofApp(nobody)]).toEqual([])
})

it('without a user, those of all users are removed; with one, his alone; and never those of another app', () => {
  const handlers = openHandlers()
  for (const authType of [0, 2, 3]) handlers.add(write({ authType }))
  const theirs = handlers.add(write({ appId: 'app-2' }))
  expect(handlers.remove(write({ authType: 2 })).map(({ authType }) => authType)).toEqual([2])
  expect(handlers.remove({ ...write(), authType: undefined }).map(({ authType }) => authType)).toEqual([0, 3])
  expect(handlers.remove({ ...write(), authType: undefined })).toEqual([])
  expect(handlers.all()).toEqual([theirs])
})

it('every question is answered as by going through the list, whatever was added and removed', () => {
  const target = record({
    appId: constantFrom('app-1', 'app-2'),
    event: constantFrom('A', 'B'),
    url: constantFrom('x', 'y'),
    authType: integer({ min: 0, max: 2 }),
  })
  const step = record({ action: constantFrom('add', 'remove', 'remove of all users'), target })
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      const handlers = openHandlers()
      let model: Handler[] = []
      for (const { action, target } of steps) {
        if (action === 'add') {
          const isTaken = model.some((one) => placeOf(one) === placeOf(target))
          const added = handlers.add({ ...target, boundAt: 1 })
          expect(added === undefined).toBe(isTaken)
          if (added) model.push(added)
        } else {
          const authType = action === 'remove' ? target.authType : undefined
          const isMeant = (one: Handler) =>
            one.appId === target.appId &&
            one.event === target.event &&
            one.url === target.url &&
            (authType === undefined || one.authType === authType)
          expect(handlers.remove({ ...target, authType })).toEqual(model.filter(isMeant))
          model = model.filter((one) => !isMeant(one))
        }
        expect(handlers.all()).toEqual(model)
        expect([...handlers.ofApp('app-1')]).toEqual(model.filter(({ appId }) => appId === 'app-1'))
        expect([...handlers.ofEvent('A')]).toEqual(model.filter(({ event }) => event === 'A'))
      }
    }),
  )
})
