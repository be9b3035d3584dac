import { describe } from 'vitest'
import { describeChecks } from './checks.js'
import type { Harness } from './harness.js'
import { describeMethods } from './methods.js'
import { describeRule, type Rule } from './rule.js'
import {
  ADMINISTRATORS,
  CASE_OF_NAMES,
  LISTING_EVENTS,
  LISTING_HANDLERS,
  ONE_PER_USER,
  REGISTERING,
  REMOVING,
  SCOPES,
} from './rules-of-binding.js'
import { CALLING_BACK, CARRYING, POSTING, WAITING, WHOSE_CREDENTIALS } from './rules-of-delivery.js'

const RULES: readonly Rule[] = [
  REGISTERING,
  POSTING,
  CARRYING,
  CALLING_BACK,
  ADMINISTRATORS,
  WHOSE_CREDENTIALS,
  WAITING,
  LISTING_EVENTS,
  LISTING_HANDLERS,
  REMOVING,
  SCOPES,
  ONE_PER_USER,
  CASE_OF_NAMES,
]

/** What every way to a portal with the documented rules must keep: the rules by their numbers, and the errors. */
export function describeEventContract(harness: Harness): void {
  describe(`events, called ${harness.way}`, () => {
    for (const rule of RULES) describeRule(harness, rule)
    describeChecks(harness)
    describeMethods(harness)
  })
}
