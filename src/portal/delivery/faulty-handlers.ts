import { type Clock, LONGEST_TIMER } from '../clock.js'
import type { HandlerFault } from '../faults.js'
import type { Deliver } from './delivery.js'

export interface FaultyHandlersOptions {
  clock: Clock
  /** Milliseconds above which an answer is slow. */
  slowAfter: number
}

/** What stands in for handlers that are out of order: nobody is called. */
export function createFaultyHandlers({
  clock,
  slowAfter,
}: FaultyHandlersOptions): Readonly<Record<HandlerFault, Deliver>> {
  const delay = Math.min(slowAfter + 1000, LONGEST_TIMER)

  return {
    slow: (_request, { signal }) =>
      new Promise((resolve) => {
        const timer = clock.setTimeout(() => resolve({ status: 200 }), delay)
        signal.addEventListener('abort', () => clock.clearTimeout(timer))
      }),
    async down({ url }) {
      // What `fetch` of Node says.
      throw new TypeError('fetch failed', { cause: new Error(`connect ECONNREFUSED ${writeAddress(url)}`) })
    },
    failing: async () => ({ status: 500 }),
  }
}

function writeAddress(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}
