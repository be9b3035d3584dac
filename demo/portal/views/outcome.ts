import { h, setAttribute, setText, type View } from '../dom.js'
import type { Outcome } from '../state/model.js'

/** What came of a press. It is read out, and so it is in the page before there is anything to read. */
export function createOutcome(): View<Outcome | undefined> {
  const element = h('p', { class: 'outcome', role: 'status' })
  return {
    element,
    update(outcome) {
      setAttribute(element, 'data-tone', outcome?.tone ?? false)
      setText(element, outcome?.text ?? '')
    },
  }
}

/** A word in a coloured frame. */
export function createBadge(text: string, tone: Outcome['tone']): HTMLElement {
  return h('span', { class: 'badge', 'data-tone': tone }, text)
}
