import type { Portal } from 'bx24-events/portal'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { ANNA, BORIS, CLARA } from '../../../support/test-portal.js'
import { createRealPortal, type RealPortal } from './real-portal.js'
import { anySteps, anyWorld } from './steps.js'

const EVENTS = ['OnCrmDealAdd', 'OnTaskAdd', 'OnAppTest', 'OnAppInstall', 'OnAppUpdate', 'OnAppUninstall']
/** As long as any delivery waits. */
const LONGEST_WAIT = 4000

/** Lets an event happen; what tells of a step in the life of an app, by that step. */
function happen(portal: Portal, event: string, by: number | undefined): void {
  const installed = portal.apps().filter(({ stage }) => stage !== 'uninstalled')
  if (event === 'OnAppUpdate') for (const app of installed) app.update('9.0.0', { by: by ?? ANNA })
  else if (event === 'OnAppUninstall') for (const app of installed) app.uninstall({ by: by ?? ANNA })
  else portal.raise(event, by === undefined ? {} : { by })
}

/** What is said of an event before it happens, and what comes of it then. */
async function compare({ portal, clock }: RealPortal, event: string, by: number | undefined): Promise<void> {
  const before = portal.deliveries().length
  const { handlers, hints } = portal.explain({ event, by })
  happen(portal, event, by)
  await clock.advance(LONGEST_WAIT)
  const ended = portal.deliveries().slice(before)
  const outcomes = ended.map(({ handlerId, url, authType, state, reason }) => ({
    ...{ handlerId, url, authType, called: state === 'answered', reason },
  }))
  outcomes.sort((one, other) => one.handlerId - other.handlerId)
  const explained = handlers.map(({ appId: _, ...handler }) => ({ reason: undefined, ...handler }))
  expect(outcomes).toEqual(explained)
  expect(hints.length > 0).toBe(handlers.length === 0)
}

it('what is explained is what happens, whatever has happened before', async () => {
  const happenings = fc.array(
    fc.tuple(fc.constantFrom(...EVENTS), fc.constantFrom(undefined, ANNA, BORIS, CLARA)),
    { minLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(anyWorld, anySteps(30), happenings, async (world, steps, events) => {
      const real = createRealPortal(world)
      for (const step of steps) await real.take(step)
      await real.clock.advance(LONGEST_WAIT)
      for (const [event, by] of events) await compare(real, event, by)
    }),
    { numRuns: 100 },
  )
})
