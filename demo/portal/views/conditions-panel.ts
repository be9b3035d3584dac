import type { RuleSet } from 'bx24-events/portal'
import type { PageState } from 'bx24-events/server'
import { h, setText, type View } from '../dom.js'
import type { PageModel } from '../state/model.js'
import { writeDuration } from '../words.js'
import { createOutcome } from './outcome.js'
import { createPanel } from './panel.js'

const HIGHEST_LOAD = 10

export type ConditionsData = Pick<PageModel, 'portal' | 'wantedLoad' | 'loadFailure'>

/** What the rule sets mean. */
const RULES: Readonly<Record<RuleSet, string>> = {
  documented:
    'As documented: only administrators bind, each user’s authorisation has one handler of an event, and a new version deletes all handlers.',
  current:
    'As portals of today: anyone binds, but only administrators for others; each URL counts as a handler of its own, and a new version keeps all handlers.',
}

/** What the portal's server has to bear, and the rules that it keeps. */
export function createConditionsPanel(setLoad: (load: number) => void): View<ConditionsData> {
  const slider = h('input', { id: 'load', type: 'range', min: '0', max: String(HIGHEST_LOAD), step: '1' })
  const value = h('output', { for: 'load' })
  const wait = h('p', { class: 'quiet hint' })
  const failure = createOutcome()
  const ruleSet = h('code', {})
  const rules = h('p', { class: 'quiet hint' })
  slider.addEventListener('input', () => setLoad(slider.valueAsNumber))

  const { element } = createPanel(
    'Conditions',
    h('div', { class: 'field' }, h('label', { for: 'load' }, 'Load'), slider, value),
    wait,
    failure.element,
    h('h3', { class: 'rules' }, 'Rules: ', ruleSet),
    rules,
    h(
      'p',
      { class: 'quiet hint' },
      'They are chosen when the portal starts: ',
      h('code', {}, "startPortal({ rules: 'current' })"),
      '.',
    ),
  )

  return {
    element,
    update({ portal, wantedLoad, loadFailure }) {
      failure.update(loadFailure)
      if (!portal) return
      const load = wantedLoad ?? portal.load
      slider.max = String(Math.max(HIGHEST_LOAD, Math.ceil(load)))
      if (slider.valueAsNumber !== load) slider.value = String(load)
      setText(value, String(load))
      setText(wait, describeWait(portal, load))
      setText(ruleSet, portal.rules)
      setText(rules, RULES[portal.rules])
    },
  }
}

function describeWait({ baseDelay }: PageState, load: number): string {
  return `With this load a delivery waits ${writeDuration(baseDelay * (1 + load))} in the queue.`
}
