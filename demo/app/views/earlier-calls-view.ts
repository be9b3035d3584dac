import { element } from '../dom.js'
import type { Call } from '../state.js'
import { sayOutcome } from './result-view.js'
import { type View, whenChanged } from './view.js'

/** The calls before the newest one, the newest of them first. */
export function createEarlierCallsView(): View {
  const summary = element('summary')
  const list = element('ol', { class: 'earlier' })
  const panel = element('details', { class: 'panel', hidden: true }, summary, list)
  const show = whenChanged((calls: readonly Call[]) => {
    const earlier = calls.slice(1)
    panel.hidden = earlier.length === 0
    summary.textContent = `Earlier calls (${earlier.length})`
    list.replaceChildren(...earlier.map(createItem))
  })
  return { element: panel, render: ({ calls }) => show(calls) }
}

function createItem({ code, outcome }: Call): HTMLElement {
  const tone = outcome.kind === 'failed' ? 'bad-text' : 'quiet'
  return element(
    'li',
    {},
    element('pre', {}, element('code', {}, code)),
    element('p', { class: tone }, sayOutcome(outcome)),
  )
}
