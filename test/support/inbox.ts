/** What arrives one after another, for a test that waits for it. */
export interface Inbox<T> {
  /** All that has arrived. */
  readonly all: readonly T[]
  push(value: T): void
  /** Resolves to the first one that fits and that no earlier call was given, as soon as it is there. */
  next(fits?: (value: T) => boolean): Promise<T>
}

export function createInbox<T>(): Inbox<T> {
  const all: T[] = []
  const untaken: T[] = []
  const waiting: { fits: (value: T) => boolean; resolve: (value: T) => void }[] = []

  return {
    all,
    push(value) {
      all.push(value)
      const taker = waiting.findIndex(({ fits }) => fits(value))
      if (taker < 0) untaken.push(value)
      else waiting.splice(taker, 1)[0]?.resolve(value)
    },
    next(fits = () => true) {
      const index = untaken.findIndex(fits)
      const [found] = index < 0 ? [] : untaken.splice(index, 1)
      if (found !== undefined) return Promise.resolve(found)
      return new Promise((resolve) => waiting.push({ fits, resolve }))
    },
  }
}
