/** The time that a portal lives by, so that a test can hand it its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs something after so many milliseconds; answers with what `clearTimeout` takes. */
  setTimeout(run: () => void, delay: number): unknown
  clearTimeout(timer: unknown): void
}

/** In milliseconds, 24.8 days: a timer of more than 31 bits would be due at once. */
export const LONGEST_TIMER = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, delay) => setTimeout(run, delay),
  clearTimeout: (timer) => clearTimeout(timer as Parameters<typeof clearTimeout>[0]),
}
