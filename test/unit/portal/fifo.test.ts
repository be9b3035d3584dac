import { array, assert, boolean, property } from 'fast-check'
import { expect, it } from 'vitest'
import { createFifo } from '../../../src/portal/delivery/fifo.js'

it('gives what was put in first', () => {
  const fifo = createFifo<string>()
  fifo.push('a')
  fifo.push('b')
  expect([fifo.size, fifo.first]).toEqual([2, 'a'])
  expect([fifo.shift(), fifo.shift(), fifo.shift()]).toEqual(['a', 'b', undefined])
  expect([fifo.size, fifo.first]).toEqual([0, undefined])
})

it('does as an array does, however the two are used', () => {
  assert(
    property(array(boolean(), { maxLength: 200 }), (steps) => {
      const fifo = createFifo<number>()
      const model: number[] = []
      for (const [index, isPush] of steps.entries()) {
        if (isPush) {
          fifo.push(index)
          model.push(index)
        } else expect(fifo.shift()).toBe(model.shift())
        expect([fifo.size, fifo.first]).toEqual([model.length, model[0]])
      }
    }),
  )
})

it('keeps the order while it lets go of what was taken', () => {
  const fifo = createFifo<number>()
  let next = 0
  for (let value = 0; value < 10_000; value++) {
    fifo.push(value)
    if (value % 3 > 0) expect(fifo.shift()).toBe(next++)
  }
  while (fifo.size > 0) expect(fifo.shift()).toBe(next++)
  expect(next).toBe(10_000)
})
