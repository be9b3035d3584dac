/** As many rows as a browser lays out without a pause. They are all in the page: found by its search, and read out. */
export const PAGE_SIZE = 100

/** A part of a list that is too long to be shown at once. */
export interface Page<Item> {
  /** The newest first. */
  readonly items: readonly Item[]
  /** Which these are, counted from the newest of all, which is 1. */
  readonly first: number
  readonly last: number
  readonly total: number
  /** Whether it shows the newest, whatever comes. */
  readonly isNewest: boolean
  /** What the next page towards the newest starts with; `undefined`: it is the newest page. */
  readonly newer: Item | undefined
  /** What the next older page starts with; `undefined`: there is none. */
  readonly older: Item | undefined
}

export interface PageOptions<Item> {
  /** What the page starts with. It stays there, whatever comes and goes. `undefined`: whatever is the newest. */
  top: Item | undefined
  /** The order of the list: below 0 where the first is older. */
  compare(one: Item, other: Item): number
}

/** Reads one page of a list that is in order, the oldest first. */
export function readPage<Item>(all: readonly Item[], { top, compare }: PageOptions<Item>): Page<Item> {
  const held = top === undefined ? -1 : countUpTo(all, (item) => compare(item, top) <= 0) - 1
  const isNewest = held < 0
  const topIndex = isNewest ? all.length - 1 : held
  const end = topIndex + 1
  const start = Math.max(0, end - PAGE_SIZE)
  const newer = topIndex + PAGE_SIZE
  return {
    items: all.slice(start, end).reverse(),
    first: all.length - topIndex,
    last: all.length - start,
    total: all.length,
    isNewest,
    newer: newer < all.length - 1 ? all[newer] : undefined,
    older: all[start - 1],
  }
}

/** The same page of what is made of its items. */
export function mapPage<Item, Result>(page: Page<Item>, map: (item: Item) => Result): Page<Result> {
  const { items, newer, older, ...place } = page
  return {
    ...place,
    items: items.map(map),
    newer: newer === undefined ? undefined : map(newer),
    older: older === undefined ? undefined : map(older),
  }
}

/** How many items come first of which something is true, in a list that has all of those first. */
export function countUpTo<Item>(items: readonly Item[], isTrue: (item: Item) => boolean): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isTrue(items[middle] as Item)) low = middle + 1
    else high = middle
  }
  return low
}
