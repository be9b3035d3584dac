/** First in, first out, each step at a constant cost: taking from the front of a long array moves all the rest. */
export interface Fifo<T> {
  readonly size: number
  readonly first: T | undefined
  push(value: T): void
  shift(): T | undefined
}

const SMALL = 1024

export function createFifo<T>(): Fifo<T> {
  let values: T[] = []
  let head = 0

  return {
    get size() {
      return values.length - head
    },
    get first() {
      return values[head]
    },
    push: (value) => void values.push(value),
    shift() {
      if (head === values.length) return undefined
      const value = values[head++]
      // Let go of what was taken once it is the larger part.
      if (head > SMALL && head > values.length / 2) {
        values = values.slice(head)
        head = 0
      }
      return value
    },
  }
}
