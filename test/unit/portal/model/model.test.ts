import { isDeepStrictEqual } from 'node:util'
import type { RuleSet } from 'bx24-events/portal'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createModelPortal } from './model-portal.js'
import { createRealPortal } from './real-portal.js'
import { anySteps, anyWorld, type Step, type World } from './steps.js'

/** How many sequences are gone through, over both rule sets: `SEQUENCES=10000 npx vitest run --project unit model`. */
const SEQUENCES = Number(process.env.SEQUENCES ?? 1000)
const LONGEST = 40

async function goThrough(world: World, steps: readonly Step[]): Promise<void> {
  const [model, real] = [createModelPortal(world), createRealPortal(world)]
  for (const [index, step] of steps.entries()) {
    const [expected, actual] = [model.take(step), await real.take(step)]
    // Asserted only where they differ: it is much slower than to compare.
    if (!isDeepStrictEqual(actual, expected)) expect(actual, `step ${index}, ${step.type}`).toEqual(expected)
  }
}

it.each<RuleSet>(['documented', 'current'])(
  'by the rules "%s", whatever happens to a portal, it does what the rules say, and nothing else',
  async (rules) => {
    const world = anyWorld.map((any) => ({ ...any, rules }))
    const sequence = fc.asyncProperty(world, anySteps(LONGEST), goThrough)
    await fc.assert(sequence, { numRuns: Math.ceil(SEQUENCES / 2) })
  },
  1_200_000,
)
