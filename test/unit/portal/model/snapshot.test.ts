import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRealPortal } from './real-portal.js'
import { anySteps, anyWorld } from './steps.js'

it('a portal made of a snapshot does what the first one does, whatever has happened and whatever comes', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, anySteps(30), anySteps(30), async (world, history, future) => {
      const first = createRealPortal(world)
      for (const step of history) await first.take(step)
      const second = first.fork()
      expect(second.portal.deliveries()).toEqual(first.portal.deliveries())
      for (const step of future) expect(await second.take(step)).toEqual(await first.take(step))
    }),
    { numRuns: 100 },
  )
})

it('a snapshot of a portal made of a snapshot is the same one', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, anySteps(30), async (world, history) => {
      const first = createRealPortal(world)
      for (const step of history) await first.take(step)
      expect(first.fork().portal.snapshot()).toEqual(first.portal.snapshot())
    }),
    { numRuns: 50 },
  )
})
