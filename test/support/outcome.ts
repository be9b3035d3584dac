/** How something has ended: with a result or an error; with neither while it is under way. */
export interface Outcome {
  readonly result?: unknown
  readonly error?: unknown
}

/** Tells at any time how a promise has ended, so that a test can see that it has not. */
export function watchOutcome(promise: Promise<unknown>): Outcome {
  const outcome: Outcome = {}
  promise.then(
    (result) => Object.assign(outcome, { result }),
    (error: unknown) => Object.assign(outcome, { error }),
  )
  return outcome
}
