import type { ExplainedHandler, Explanation } from 'bx24-events/portal'
import type { Activity } from './state/activities.js'
import type { Outcome } from './state/model.js'
import { writeCount, writeNumber } from './words.js'

export interface RaisedActivity extends Pick<Activity, 'kind' | 'does'> {
  id: number
  /** The name of who did it. */
  by: string
}

const DONE = { create: 'created', change: 'changed', delete: 'deleted' } as const

/** What an action in the portal has caused; where it reaches nobody, what may be wrong. */
export function describeRaised({ kind, does, id, by }: RaisedActivity, causes: Explanation): Outcome {
  const what = `${kind[0]?.toUpperCase()}${kind.slice(1)} ${id} ${DONE[does]} by ${by}.`
  return describeEffects(what, causes)
}

export interface RaisedEvent {
  event: string
  /** The name of who did it. */
  by: string
  /** How often it has happened, and how often it was to. */
  done: number
  times: number
}

/** What an event has caused that was raised by its name; where it reaches nobody, what may be wrong. */
export function describeRaisedEvent({ event, by, done, times }: RaisedEvent, causes: Explanation): Outcome {
  const often = times > 1 ? ` ${writeCount(done, 'time')}` : ''
  const stopped = done < times ? `Stopped after ${writeNumber(done)} of ${writeNumber(times)}. ` : ''
  return describeEffects(`${stopped}${event.toUpperCase()} raised${often} by ${by}.`, causes)
}

function describeEffects(what: string, { handlers, hints }: Explanation): Outcome {
  const called = handlers.filter((handler) => handler.called)
  const reasons = new Set(handlers.flatMap(({ reason }) => reason ?? []))
  const effects = [
    ...(called.length > 0 ? [`${writeCount(called.length, 'handler')} will be called.`] : []),
    ...[...reasons].map((reason) => writeUncalled(handlers, reason)),
    ...hints,
  ]
  return { tone: called.length > 0 ? 'good' : 'warn', text: [what, ...effects].join(' ') }
}

function writeUncalled(handlers: readonly ExplainedHandler[], reason: string): string {
  const count = handlers.filter((handler) => handler.reason === reason).length
  return `${writeCount(count, 'handler')} will not be called: ${reason}.`
}
