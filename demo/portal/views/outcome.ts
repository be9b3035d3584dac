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

/** What a press does, until there is something to say of one. What comes then takes its place, and moves nothing. */
export function createTold(what: string): View<Outcome | undefined> {
  const hint = h('p', { class: 'quiet hint' }, what)
  const outcome = createOutcome()
  return {
    element: h('div', { class: 'told' }, hint, outcome.element),
    update(told) {
      setAttribute(hint, 'hidden', told !== undefined)
      outcome.update(told)
    },
  }
}

/** A word in a coloured frame. */
export function createBadge(text: string, tone: Outcome['tone']): HTMLElement {
  return h('span', { class: 'badge', 'data-tone': tone }, text)
}
