import type { PageModel } from './model.js'

/** What came of the last press of each kind, where the portal was asked for something. */
const OUTCOMES = [
  ...(['performed', 'loadFailure', 'rightFailure', 'explainFailure'] as const),
  ...(['forged', 'deliveriesOutcome', 'stepped', 'faultOutcome'] as const),
] as const

/** Takes away what says that the portal can't be reached. */
export function forgetUnreached(model: PageModel): Partial<PageModel> {
  const over = OUTCOMES.filter((name) => model[name]?.untilLive)
  return {
    ...Object.fromEntries(over.map((name) => [name, undefined])),
    problems: model.problems.filter(({ untilLive }) => !untilLive),
  }
}
