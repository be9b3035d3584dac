import type { Params } from '../protocol/message.js'

/** As many brackets as PHP reads behind a name. */
const MOST_BRACKETS = 64

/** What stands under one name, by the keys in its brackets. */
interface Group {
  readonly members: Map<string, string | Group>
  /** The key that empty brackets stand for. */
  nextIndex: number
}

/**
 * Reads a form or a query, such as the `request.body` of a delivery, as portals do: nested keys in brackets, `a[b]=1` and `a[]=1`,
 * and the brackets themselves as they are or as `%5B` and `%5D`. All values are texts; keys from 0 up without a gap make a list.
 * What has more than 64 brackets is left out. Never throws.
 */
export function readForm(text: string): Params {
  const form = createGroup()
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = readKeys(name)
    if (keys) put(form, keys, value)
  }
  return toRecord(form)
}

/**
 * A name, and what stands in the brackets right behind it; what follows them says nothing. `undefined`: it is empty, or has too many.
 */
function readKeys(name: string): string[] | undefined {
  if (name === '') return undefined
  let start = name.indexOf('[')
  let end = name.indexOf(']', start)
  if (start <= 0 || end < 0) return [name]
  const keys = [name.slice(0, start)]
  while (name[start] === '[' && end > 0) {
    if (keys.length > MOST_BRACKETS) return undefined
    keys.push(name.slice(start + 1, end))
    start = end + 1
    end = name.indexOf(']', start)
  }
  return keys
}

/** What stands there already makes way, unless both are groups. */
function put(form: Group, keys: readonly string[], value: string): void {
  let group = form
  for (const key of keys.slice(0, -1)) group = openGroup(group, claimKey(group, key))
  group.members.set(claimKey(group, keys.at(-1) ?? ''), value)
}

function openGroup({ members }: Group, key: string): Group {
  const member = members.get(key)
  if (typeof member === 'object') return member
  const opened = createGroup()
  members.set(key, opened)
  return opened
}

function createGroup(): Group {
  return { members: new Map(), nextIndex: 0 }
}

/** The key that is meant: an empty one is the number after the highest so far. */
function claimKey(group: Group, key: string): string {
  const claimed = key === '' ? `${group.nextIndex}` : key
  if (/^(0|[1-9]\d{0,14})$/.test(claimed)) group.nextIndex = Math.max(group.nextIndex, Number(claimed) + 1)
  return claimed
}

/** With properties of its own only, as JSON is read: a key may be called like what every object has. */
function toRecord({ members }: Group): Params {
  return Object.fromEntries(Array.from(members, ([key, member]) => [key, toValue(member)]))
}

function toValue(member: string | Group): unknown {
  return typeof member === 'string' ? member : (toList(member) ?? toRecord(member))
}

/** `undefined`: the keys are not the numbers from 0 up, in whatever order. */
function toList({ members, nextIndex }: Group): unknown[] | undefined {
  if (members.size !== nextIndex) return undefined
  const list = Array.from(members, (_, index) => members.get(`${index}`))
  return list.includes(undefined) ? undefined : list.map((member = '') => toValue(member))
}
