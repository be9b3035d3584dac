import * as v from 'valibot'
import { isRecord } from '../protocol/message.js'
import { aboveZero, atLeastOne, fromZero, parse, timerDelay } from './parse.js'
import type { PortalOptions } from './portal.js'

const callable = v.function((issue) => `expected a function, not ${issue.received}`)

/** What stands for itself: the rest is checked by the parts that it is for. */
const optionsSchema = v.object({
  language: v.optional(v.string()),
  tokenLifetime: v.optional(aboveZero),
  limits: v.optional(
    v.union([
      v.literal(false),
      v.object({
        capacity: v.optional(fromZero),
        perSecond: v.optional(fromZero),
        page: v.optional(v.boolean()),
      }),
    ]),
  ),
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
})

/** Throws a `TypeError` that names the option that is wrong, and says what is expected of it. */
export function checkOptions(options: PortalOptions): void {
  parse(optionsSchema, options, 'createPortal')
}
