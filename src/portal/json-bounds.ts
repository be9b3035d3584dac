/** How deep parameters are nested at most. Deeper than any call of a method; what is written and read level by level must have a bound. */
export const DEEPEST_PARAMETERS = 64

/** The same of any value that comes in: `event.test` puts parameters into another object. */
export const DEEPEST_VALUE = DEEPEST_PARAMETERS + 1

export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1))
}
