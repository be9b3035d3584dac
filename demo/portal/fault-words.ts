import type { CallCount, PortalFaults } from 'bx24-events/portal'
import { writeCount } from './words.js'

type CountedFault = 'queryLimit' | 'lostReplies'

/** What deliveries meet. */
export const HANDLERS: Readonly<Record<PortalFaults['handlers'], string>> = {
  well: 'Handlers are called.',
  slow: 'Handlers are slow, and none is really called.',
  down: 'Handlers are down, and none is really called.',
  failing: 'Handlers answer 500, and none is really called.',
}

/** What becomes of so many calls. */
export function describeCount(fault: CountedFault, count: CallCount): string {
  const calls = writeCalls(count)
  if (fault === 'lostReplies') {
    return count === 1 ? `The reply to ${calls} is lost.` : `The replies to ${calls} are lost.`
  }
  const subject = `${calls[0]?.toUpperCase()}${calls.slice(1)}`
  return `${subject} ${count === 1 ? 'is' : 'are'} answered QUERY_LIMIT_EXCEEDED.`
}

/** Which calls meet a fault: `the next 3 calls`. */
export function writeCalls(count: CallCount): string {
  if (count === 'all') return 'all calls'
  if (count === 0) return 'no call'
  return count === 1 ? 'the next call' : `the next ${writeCount(count, 'call')}`
}

/** How long access tokens live, in milliseconds: `1 hour`. */
export function writeLifetime(milliseconds: number): string {
  const [size, unit] = UNITS.find(([size]) => milliseconds % size === 0) ?? [1, 'millisecond']
  return writeCount(milliseconds / size, unit)
}

const UNITS: readonly (readonly [number, string])[] = [
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
]
