import type { RuleSet } from 'bx24-events/portal'
import type { PageState } from 'bx24-events/server'
import type { FaultsData } from '../active-faults.js'
import { h, setText, type View } from '../dom.js'
import { writeLifetime } from '../fault-words.js'
import type { PageModel } from '../state/model.js'
import { writeDuration } from '../words.js'
import { createChoiceField } from './choice-field.js'
import { createFaults, type FaultsOptions } from './faults.js'
import { createOutcome } from './outcome.js'
import { createPanel } from './panel.js'
import { createSwitch } from './switch.js'

const HIGHEST_LOAD = 10

/** Milliseconds that access tokens live. */
const LIFETIMES = [10_000, 60_000, 600_000, 3_600_000]

export type ConditionsData = FaultsData &
  Pick<PageModel, 'wantedLoad' | 'loadFailure' | 'answersCalls' | 'faultOutcome'>

export interface ConditionsOptions extends FaultsOptions {
  setLoad(load: number): void
  setTokenLifetime(lifetime: number): void
  chooseAnswersCalls(answersCalls: boolean): void
}

/** What it means whether the page carries calls. */
const WAYS = {
  message: 'The app’s calls go by message: this page has the commands callBind, callUnbind and callMethod.',
  rest: 'As pages of portals today: this page has the standard commands only, so the app makes its calls over HTTP.',
} as const

/** What the rule sets mean. */
const RULES: Readonly<Record<RuleSet, string>> = {
  documented:
    'As documented: only administrators bind, each user’s authorisation has one handler of an event, and a new version deletes all handlers.',
  current:
    'As portals of today: anyone binds, but only administrators for others; each URL counts as a handler of its own, and a new version keeps all handlers.',
}

export interface ConditionsPanel extends View<ConditionsData> {
  /** Gives the focus to the heading of the faults. */
  focusFaults(): void
}

/** What the portal's server has to bear, how its page takes calls, and the rules that it keeps. */
export function createConditionsPanel(options: ConditionsOptions): ConditionsPanel {
  const { setLoad, chooseAnswersCalls, setTokenLifetime } = options
  const slider = h('input', { id: 'load', type: 'range', min: '0', max: String(HIGHEST_LOAD), step: '1' })
  const value = h('output', { for: 'load' })
  const wait = h('p', { class: 'quiet hint' })
  const failure = createOutcome()
  const lifetime = createChoiceField<number>({
    ...{ id: 'token-lifetime', label: 'New access tokens live', offered: LIFETIMES },
    ...{ write: writeLifetime, choose: setTokenLifetime },
  })
  const faultsTitle = h('h3', { class: 'rules', tabindex: '-1' }, 'Faults to try')
  const faults = createFaults(options)
  const carries = createSwitch('This page answers calls itself', chooseAnswersCalls)
  const way = h('p', { class: 'quiet hint' })
  const ruleSet = h('code', {})
  const rules = h('p', { class: 'quiet hint' })
  const others = createOtherRules()
  slider.addEventListener('input', () => setLoad(slider.valueAsNumber))

  const { element } = createPanel(
    'Conditions',
    h('div', { class: 'field' }, h('label', { for: 'load' }, 'Load'), slider, value),
    wait,
    failure.element,
    lifetime.element,
    faultsTitle,
    faults.element,
    h('h3', { class: 'rules' }, 'Calls of the app'),
    carries.element,
    way,
    h('h3', { id: 'rules', class: 'rules', tabindex: '-1' }, 'Rules: ', ruleSet),
    rules,
    others.element,
  )

  return {
    element,
    focusFaults: () => faultsTitle.focus(),
    update(data) {
      const { portal, wantedLoad, loadFailure, answersCalls } = data
      faults.update(data)
      failure.update(loadFailure)
      carries.set(answersCalls)
      setText(way, WAYS[answersCalls ? 'message' : 'rest'])
      if (!portal) return
      const load = wantedLoad ?? portal.load
      lifetime.update(portal.tokenLifetime)
      slider.max = String(Math.max(HIGHEST_LOAD, Math.ceil(load)))
      if (slider.valueAsNumber !== load) slider.value = String(load)
      setText(value, String(load))
      setText(wait, describeWait(portal, load))
      setText(ruleSet, portal.rules)
      setText(rules, RULES[portal.rules])
      others.update(portal)
    },
  }
}

/** How to have the other rules. The page does not know by which of the ways its portal was started. */
function createOtherRules(): View<Pick<PageState, 'rules'>> {
  const [flag, option, variable] = [h('code', {}), h('code', {}), h('code', {})]
  const element = h('p', { class: 'quiet hint' }, 'They are chosen when the portal starts. For the others: ')
  element.append(flag, ' of npx bx24-portal, ', option, ' of startPortal, or ', variable, '.')
  return {
    element,
    update({ rules }) {
      const other: RuleSet = rules === 'documented' ? 'current' : 'documented'
      setText(flag, `--rules ${other}`)
      setText(option, `rules: '${other}'`)
      setText(variable, `PORTAL_RULES=${other} npm run demo`)
    },
  }
}

function describeWait({ baseDelay }: PageState, load: number): string {
  return `With this load a delivery waits ${writeDuration(baseDelay * (1 + load))} in the queue.`
}
