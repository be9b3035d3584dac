import type { Clock } from '../clock.js'
import type { PortalSnapshot } from '../snapshot.js'
import { limitExceeded } from './rest-error.js'

/** How many calls of REST an app may make. Source: the documentation of REST, "Limits": a leaky bucket. */
export interface CallLimits {
  /** How many calls fit in at once; 0: every call is one too many. Default: 50. */
  capacity?: number
  /** How many calls leak out in a second. Default: 2. */
  perSecond?: number
  /** Whether calls through the portal's own page count too. Default: false, as on real portals. */
  page?: boolean
}

/** How full the bucket of one caller was, and when: milliseconds since 1970. */
export interface Bucket {
  readonly level: number
  readonly at: number
}

export interface Limiter {
  readonly countsPage: boolean
  /** Counts a call. Throws a `RestError` where there is no room for it. */
  count(caller: string): void
  save(): [caller: string, bucket: Bucket][]
}

/** `limits` false: there are none. */
export function createLimiter(
  limits: CallLimits | false,
  clock: Clock,
  saved: PortalSnapshot['calls'] = [],
): Limiter {
  const { capacity = 50, perSecond = 2, page = false } = limits || { capacity: Number.POSITIVE_INFINITY }
  const buckets = new Map(saved)

  return {
    countsPage: page,
    count(caller) {
      const now = clock.now()
      const { level, at } = buckets.get(caller) ?? { level: 0, at: now }
      // A clock that is set back leaks from where it is then: else nothing would leak until it is where it was.
      const since = Math.min(at, now)
      const left = Math.max(0, level - ((now - since) / 1000) * perSecond)
      const isFull = left + 1 > capacity
      buckets.set(caller, isFull ? { level, at: since } : { level: left + 1, at: now })
      if (isFull) throw limitExceeded()
    },
    save: () => [...buckets],
  }
}
