import * as v from 'valibot'
import { isRecord } from '../protocol/message.js'
import { aboveZero, atLeastOne, callable, fromZero, optionsOf, parse, timerDelay } from './parse.js'
import type { PortalOptions } from './portal.js'
import { usersSchema } from './users-schema.js'

const limits = optionsOf(
  {
    capacity: v.optional(fromZero),
    perSecond: v.optional(fromZero),
    page: v.optional(v.boolean()),
  },
  '{ capacity: 50, perSecond: 2 }',
)

const origin = v.custom<string>(
  (value) => typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value,
  (issue) => `expected an origin such as http://localhost:5174, not ${issue.received}`,
)

type StartOption = Exclude<keyof PortalOptions, 'origin' | 'snapshot'>

/** All that a portal is made of, but for where its page is and what it goes on from. */
export const portalEntries = {
  rules: v.optional(v.picklist(['documented', 'current'])),
  users: v.optional(usersSchema),
  // Its part throws another error for what is below 0, then and later.
  load: v.optional(v.unknown()),
  language: v.optional(v.string()),
  tokenLifetime: v.optional(aboveZero),
  limits: v.optional(v.lazy((value) => (value === false ? v.literal(false) : limits))),
  baseDelay: v.optional(fromZero),
  deliveryTimeout: v.optional(timerDelay),
  maxParallel: v.optional(atLeastOne),
  slowAfter: v.optional(fromZero),
  answers: v.optional(
    v.custom<object>(isRecord, (issue) => `expected results by the names of methods, not ${issue.received}`),
  ),
  onUnknownMethod: v.optional(callable),
  deliver: v.optional(callable),
  forward: v.optional(
    v.custom<object>(isRecord, (issue) => `expected origins by origins, not ${issue.received}`),
  ),
  random: v.optional(callable),
  clock: v.optional(v.object({ now: callable, setTimeout: callable, clearTimeout: callable })),
} satisfies Record<StartOption, v.GenericSchema>

const optionsSchema = optionsOf(
  { ...portalEntries, origin, snapshot: v.optional(v.unknown()) },
  "{ origin: 'http://localhost:5174' }",
)

/** Throws a `TypeError` that names the option that is wrong, and says what is expected of it. */
export function checkOptions(options: PortalOptions): void {
  parse(optionsSchema, options, 'createPortal')
}
