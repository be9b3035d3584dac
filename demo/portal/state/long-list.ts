/** A list that is never changed: each addition answers with another one, and costs the same however long the list is. */
export interface LongList<Item> {
  readonly length: number
  /** Put together when they are read for the first time. */
  readonly items: readonly Item[]
  readonly first: Item | undefined
  /** Puts an item behind the last one that does not come after it. */
  add(item: Item): LongList<Item>
  withoutFirst(): LongList<Item>
}

/** As many are copied by an addition, at most. */
const RECENT = 200

interface Parts<Item> {
  readonly older: readonly Item[]
  /** How many of the older ones, the first, are not in the list any more. */
  readonly gone: number
  readonly recent: readonly Item[]
}

/** `compare` says how items are ordered: below 0 where the first comes before. */
export function createLongList<Item>(
  compare: (one: Item, other: Item) => number,
  { older, gone, recent }: Parts<Item> = { older: [], gone: 0, recent: [] },
): LongList<Item> {
  const create = (parts: Parts<Item>) => createLongList(compare, parts)
  const length = older.length - gone + recent.length
  let joined: readonly Item[] | undefined
  const join = () => {
    joined ??= [...older.slice(gone), ...recent]
    return joined
  }

  return {
    length,
    get items() {
      return join()
    },
    first: gone < older.length ? older[gone] : recent[0],
    add(item) {
      const isFull = recent.length >= RECENT
      const base = isFull ? { older: join(), gone: 0 } : { older, gone }
      const newest = isFull ? [] : recent
      const place = placeOf(item, newest, compare)
      const last = base.older.at(-1)
      // What comes late may belong among the older ones: that is rare, and costs a copy of all.
      if (place === 0 && last !== undefined && base.older.length > base.gone && compare(last, item) > 0) {
        const all = join()
        return create({ older: insert(all, item, placeOf(item, all, compare)), gone: 0, recent: [] })
      }
      return create({ ...base, recent: insert(newest, item, place) })
    },
    withoutFirst() {
      if (gone < older.length) return create({ older, gone: gone + 1, recent })
      return create({ older, gone, recent: recent.slice(1) })
    },
  }
}

/** Almost everything comes last: it is looked for from the end. */
function placeOf<Item>(
  item: Item,
  items: readonly Item[],
  compare: (one: Item, other: Item) => number,
): number {
  let place = items.length
  while (place > 0 && compare(items[place - 1] as Item, item) > 0) place--
  return place
}

const insert = <Item>(items: readonly Item[], item: Item, place: number): Item[] => [
  ...items.slice(0, place),
  item,
  ...items.slice(place),
]
