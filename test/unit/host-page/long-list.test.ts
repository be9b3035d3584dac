import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLongList } from '../../../demo/portal/state/long-list.js'

interface Item {
  at: number
  id: number
}

const compare = (one: Item, other: Item) => one.at - other.at || one.id - other.id

// Steps that go up, as time does, and now and then something late.
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ ahead: fc.integer({ min: 0, max: 2 }) }) },
    { weight: 1, arbitrary: fc.record({ late: fc.nat(500) }) },
    { weight: 1, arbitrary: fc.constant('drop' as const) },
  ),
  { minLength: 300, maxLength: 1200, size: 'max' },
)

it('is what a sorted list is, whatever is added and taken away', () => {
  fc.assert(
    fc.property(steps, (all) => {
      let list = createLongList(compare)
      let model: Item[] = []
      let now = 1000
      for (const [id, step] of all.entries()) {
        if (step === 'drop') {
          list = list.withoutFirst()
          model = model.slice(1)
        } else {
          const at = 'late' in step ? now - step.late : now + step.ahead
          now = Math.max(now, at)
          const before = list
          const { length } = before
          list = list.add({ at, id })
          expect(before.length).toBe(length)
          model = [...model, { at, id }].sort(compare)
        }
        expect([list.length, list.first]).toEqual([model.length, model[0]])
      }
      expect(list.items).toEqual(model)
    }),
    { numRuns: 30 },
  )
})

it('stays as it is when another is made of it', () => {
  const one = createLongList(compare).add({ at: 1, id: 1 })
  const other = one.add({ at: 2, id: 2 })
  expect(one.items).toEqual([{ at: 1, id: 1 }])
  expect(other.withoutFirst().items).toEqual([{ at: 2, id: 2 }])
  expect(other.items).toHaveLength(2)
  expect(createLongList(compare).withoutFirst().first).toBeUndefined()
})
