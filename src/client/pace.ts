/** How often portals let a client call: so many at once, then one in so many milliseconds. The source: the documentation of REST, "Limits". */
const AT_ONCE = 50
const INTERVAL = 500

/** The calls of a client as its portal counts them: a bucket with a hole. */
export interface Pace {
  /** When it has run empty, on the clock of `performance.now()`. */
  emptyAt: number
}

/** Resolves when the next call may leave, which then is counted. */
export async function takeTurn(pace: Pace): Promise<void> {
  const now = performance.now()
  pace.emptyAt = Math.max(pace.emptyAt, now) + INTERVAL
  const wait = Math.ceil(pace.emptyAt - now - AT_ONCE * INTERVAL)
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
}

/** The portal says that its bucket is full: others pour into it too. */
export function fill(pace: Pace): void {
  pace.emptyAt = Math.max(pace.emptyAt, performance.now() + AT_ONCE * INTERVAL)
}
