import leven from 'leven'

/** From this many letters on that are other, a name is no longer near. */
const FARTHEST = 3
const MOST = 3

/**
 * Which of the known names are written almost like this one, the nearest first, three at most. Of a short name fewer than half of
 * the letters may differ. Case counts.
 */
function findNear(name: string, known: Iterable<string>): string[] {
  const farthest = Math.min(FARTHEST, name.length / 2)
  return [...known]
    .map((other) => ({ other, distance: leven(other, name, { maxDistance: FARTHEST }) }))
    .filter(({ distance }) => distance < farthest)
    .sort((one, other) => one.distance - other.distance)
    .map(({ other }) => other)
    .slice(0, MOST)
}

/** The question that ends a sentence about a name which is none; empty where nothing is near. */
export function askWhetherMeant(name: string, known: Iterable<string>): string {
  const near = findNear(name, known)
  return near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
}
