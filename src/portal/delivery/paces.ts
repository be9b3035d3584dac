import type { Handler, Handlers } from '../handlers.js'

/** How often handlers are called: one that is slow to answer is called less often, until it is quick again. */
export interface Paces {
  /** Until when a handler is left alone, in milliseconds since 1970; 0: it is not. */
  notBefore(handlerId: Handler['id']): number
  /** Tells how many milliseconds a call took, and when it ended. A farewell may reach a handler that is gone: that counts for nothing. */
  called(handlerId: Handler['id'], duration: number, endedAt: number): void
  /** Leaves no trace of a handler that is removed. */
  forget(handlerId: Handler['id']): void
  save(): SavedPaces
}

export type SavedPaces = readonly [handlerId: Handler['id'], pace: { interval: number; notBefore: number }][]

// The interval between the calls of a slow handler doubles from the first to the last, and halves again while it is quick.
const FIRST_INTERVAL = 1000
const LAST_INTERVAL = 60_000

export interface PacesOptions {
  /** Milliseconds above which an answer is slow. */
  slowAfter: number
  handlers: Pick<Handlers, 'find'>
  saved: SavedPaces
}

export function createPaces({ slowAfter, handlers, saved }: PacesOptions): Paces {
  const slow = new Map(saved.filter(([handlerId]) => handlers.find(handlerId)))

  return {
    notBefore: (handlerId) => slow.get(handlerId)?.notBefore ?? 0,
    called(handlerId, duration, endedAt) {
      if (!handlers.find(handlerId)) return
      const { interval } = slow.get(handlerId) ?? { interval: 0 }
      const isSlow = duration > slowAfter
      const next = isSlow ? Math.min(Math.max(2 * interval, FIRST_INTERVAL), LAST_INTERVAL) : interval / 2
      if (next < FIRST_INTERVAL) slow.delete(handlerId)
      else slow.set(handlerId, { interval: next, notBefore: endedAt + next })
    },
    forget: (handlerId) => void slow.delete(handlerId),
    save: () => [...slow],
  }
}
