/**
 * Carries out one wish at a time; of those that come meanwhile only the newest counts. The promise of the wish that starts
 * the work resolves once nothing is left to do, the others at once. `carryOut` takes care of its own failures.
 */
export function createNewestOnly<Wish>(
  carryOut: (wish: Wish) => Promise<void>,
): (wish: Wish) => Promise<void> {
  let next: { wish: Wish } | undefined
  let isUnderWay = false

  return async (wish) => {
    next = { wish }
    if (isUnderWay) return
    isUnderWay = true
    while (next) {
      const { wish } = next
      next = undefined
      await carryOut(wish)
    }
    isUnderWay = false
  }
}
