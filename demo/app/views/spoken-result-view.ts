import { element } from '../dom.js'
import type { Call } from '../state.js'
import { sayOutcome } from './result-view.js'
import { type View, whenChanged } from './view.js'

/** Tells screen readers, in one sentence, what came of the newest call: a list of events is not to be read out whole. */
export function createSpokenResultView(): View {
  const spoken = element('p', { class: 'visually-hidden', role: 'status' })
  const show = whenChanged((call: Call | undefined) => {
    if (call) spoken.textContent = `${call.name}: ${sayOutcome(call.outcome)}`
  })
  return { element: spoken, render: ({ calls }) => show(calls[0]) }
}
