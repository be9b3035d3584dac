/** How often portals let a client call: so many at once, then one in so many milliseconds. The source: the documentation of REST, "Limits". */
const AT_ONCE = 50
const INTERVAL = 500

/** The portal counts calls as a bucket with a hole does: in milliseconds until it has run empty. */
const CAPACITY = AT_ONCE * INTERVAL

/** The calls of a client as its portal counts them. */
export interface Pace {
  /** Resolves when the next call may leave, which then is counted; and when it need not any more. */
  next(isWanted: () => boolean): Promise<void>
  /** The portal says that its bucket is full: others pour into it too. */
  fill(): void
}

export function createPace(): Pace {
  /** When the bucket has run empty, on the clock of `performance.now()`. */
  let emptyAt = 0
  let turn = Promise.resolve()

  /** Milliseconds until there is room for one more. */
  const getWait = () => Math.ceil(emptyAt + INTERVAL - CAPACITY - performance.now())

  async function wait(isWanted: () => boolean): Promise<void> {
    for (let left = getWait(); left > 0 && isWanted(); left = getWait()) {
      await new Promise((resolve) => setTimeout(resolve, left))
    }
    if (isWanted()) emptyAt = Math.max(emptyAt, performance.now()) + INTERVAL
  }

  return {
    next(isWanted) {
      turn = turn.then(() => wait(isWanted))
      return turn
    },
    fill() {
      emptyAt = Math.max(emptyAt, performance.now() + CAPACITY)
    },
  }
}
