import { describe } from 'vitest'
import { describeChecks } from './checks.js'
import { describeCurrentRules } from './current-rules.js'
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
import {
  END_OF_HANDLERS,
  FAILING,
  NAMED_PERMISSIONS,
  NOT_BEFORE_INSTALLED,
  PERMISSIONS,
  WAITING_FOR_THE_GONE,
} from './rules-of-life.js'

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
  PERMISSIONS,
  NAMED_PERMISSIONS,
  CASE_OF_NAMES,
  END_OF_HANDLERS,
  WAITING_FOR_THE_GONE,
  NOT_BEFORE_INSTALLED,
  FAILING,
]

/** What every way to a portal must keep: the documented rules by their numbers, the errors, and where portals of today differ. */
export function describeEventContract(harness: Harness): void {
  describe(`events, called ${harness.way}`, () => {
    for (const rule of RULES) describeRule(harness, rule)
    describeChecks(harness)
    describeMethods(harness)
  })
  describeCurrentRules(harness)
}
