/** How often portals let a client call: so many at once, then one in so many milliseconds. The source: the documentation of REST, "Limits". */
const AT_ONCE = 50
const INTERVAL = 500

/** The calls of a client as its portal counts them: a bucket with a hole. */
export interface Pace {
  /** Resolves when the next call may leave, which then is counted. */
  next(): Promise<void>
  /** The portal says that its bucket is full: others pour into it too. */
  fill(): void
}

export function createPace(): Pace {
  let emptyAt = 0
  return {
    async next() {
      const now = performance.now()
      emptyAt = Math.max(emptyAt, now) + INTERVAL
      const wait = Math.ceil(emptyAt - now - AT_ONCE * INTERVAL)
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    },
    fill() {
      emptyAt = Math.max(emptyAt, performance.now() + AT_ONCE * INTERVAL)
    },
  }
}
