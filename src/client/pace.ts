/** How often portals let a client call: so many at once, then one in so many milliseconds. The source: the documentation of REST, "Limits". */
const AT_ONCE = 50
const INTERVAL = 500

/** The portal counts calls as a bucket with a hole does: in milliseconds until it has run empty. */
const CAPACITY = AT_ONCE * INTERVAL

/** The calls of a client as its portal counts them. */
export function createPace() {
  /** When the bucket has run empty, on the clock of `performance.now()`. */
  let emptyAt = 0
  return {
    /** Resolves when the next call may leave, which then is counted. */
    async next(): Promise<void> {
      const now = performance.now()
      emptyAt = Math.max(emptyAt, now) + INTERVAL
      const wait = Math.ceil(emptyAt - now - CAPACITY)
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    },
    /** The portal says that its bucket is full: others pour into it too. */
    fill(): void {
      emptyAt = Math.max(emptyAt, performance.now() + CAPACITY)
    },
  }
}
