/** How deep parameters are nested at most. Deeper than any call of a method; what is written and read level by level must have a bound. */
export const DEEPEST_PARAMETERS = 64

/** The same of any value that comes in: `event.test` puts parameters into another object. */
export const DEEPEST_VALUE = DEEPEST_PARAMETERS + 1

/** As much as the body of a call may hold. */
export const MOST_CHARACTERS = 1024 * 1024

export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1))
}

/**
 * About how many characters JSON takes for a value, as deep as one may be. Where they are more than `most`, some number above that: no
 * more of it is looked at than need be.
 */
export function jsonLength(value: unknown, most = Number.POSITIVE_INFINITY, levels = DEEPEST_VALUE): number {
  // A text alone takes up to six times its length.
  if (typeof value === 'string') return value.length > most ? value.length : JSON.stringify(value).length
  if (typeof value !== 'object' || value === null) return String(value).length
  if (levels === 0) return 2
  let length = 2
  for (const [name, member] of Object.entries(value)) {
    if (length > most) break
    if (!Array.isArray(value)) length += jsonLength(name) + 1
    length += jsonLength(member, most - length, levels - 1) + 1
  }
  return length
}
