import type { Actions } from '../actions.js'
import { copyText } from '../copy.js'
import { button, element, sectionWithNote } from '../dom.js'
import { type Fate, judgeFailure, mayBeCarriedOut } from '../failure.js'
import { writeSource } from '../source.js'
import type { Call, Failure, Outcome } from '../state.js'
import { type View, whenChanged } from './view.js'

/** What came of a call that is not pending any more. */
type Settled = Exclude<Outcome, { kind: 'pending' }>

/** The newest call: its code, and what came of it. It comes into sight by itself, be the window ever so small. */
export function createResultView({ press }: Pick<Actions, 'press'>): View {
  const code = element('code')
  const copied = element('span', { class: 'hint', role: 'status' })
  const copy = button('Copy', () => void tellCopied(), { class: 'small', 'aria-label': 'Copy the code' })
  const line = element('div', { class: 'code-line', hidden: true }, element('pre', {}, code), copy)
  const verdict = element('p', { hidden: true })
  const outcome = element('div', { class: 'outcome' })
  const empty = element(
    'p',
    { class: 'hint' },
    'Press a button: here will be the line of code that it stands for, and what the portal answers.',
  )
  const panel = sectionWithNote('Result', verdict, empty, line, copied, outcome)

  async function tellCopied(): Promise<void> {
    copied.textContent = (await copyText(code)) ? 'Copied' : 'Selected: copy it with Ctrl-C'
  }

  function showVerdict(settled: Settled): void {
    verdict.className = `badge ${settled.kind === 'answered' ? 'good' : 'bad'}`
    verdict.textContent = `${judge(settled)} in ${writeDuration(settled.duration)}`
  }

  function renewToken(): void {
    // The button goes with the failure. Who works by keyboard goes on from the result.
    copy.focus()
    void press('refreshAuth')
  }

  const show = whenChanged((call: Call | undefined) => {
    line.hidden = !call
    verdict.hidden = !call || call.outcome.kind === 'pending'
    empty.hidden = !!call
    if (!call) return
    if (code.textContent !== call.code) code.textContent = call.code
    copied.textContent = ''
    if (call.outcome.kind !== 'pending') showVerdict(call.outcome)
    outcome.replaceChildren(...showOutcome(call.outcome, renewToken))
    panel.scrollIntoView({ block: 'nearest' })
  })

  return { element: panel, render: ({ calls }) => show(calls[0]) }
}

const WORDS: Readonly<Record<Fate, string>> = {
  refused: 'Refused',
  'no answer': 'No answer',
  failed: 'Failed',
}

const judge = (settled: Settled) =>
  settled.kind === 'answered' ? 'Answered' : WORDS[judgeFailure(settled.failure)]

function showOutcome(outcome: Outcome, renewToken: () => void): HTMLElement[] {
  switch (outcome.kind) {
    case 'pending':
      return [element('p', { class: 'badge wait busy' }, 'Waiting for the answer…')]
    case 'answered':
      return [
        element(
          'pre',
          { class: 'value', tabindex: 0, role: 'group', 'aria-label': 'Answer' },
          writeSource(outcome.value),
        ),
      ]
    case 'failed':
      return [showFailure(outcome.failure, renewToken)]
  }
}

function showFailure(failure: Failure, renewToken: () => void): HTMLElement {
  const { code, text, status } = failure
  const shown = element(
    'div',
    { class: 'failure' },
    element('p', {}, element('code', { class: 'failure-code' }, code)),
    element('p', {}, text),
  )
  if (status !== 0) shown.append(element('p', { class: 'hint' }, `Status ${status}`))
  if (mayBeCarriedOut(failure)) shown.append(element('p', {}, MAY_BE_CARRIED_OUT))
  if (code === 'expired_token') shown.append(offerRenewal(renewToken))
  return shown
}

const MAY_BE_CARRIED_OUT = 'It may have been carried out: check with event.get.'

/** The page knows only when its token was to expire. That the portal let it expire before, it is told by nobody but the back end. */
function offerRenewal(renewToken: () => void): HTMLElement {
  return element(
    'p',
    { class: 'renewal' },
    'The page still takes its token for good. Get a new one, then press again: ',
    button('refreshAuth', renewToken, { class: 'small' }),
  )
}

/** What came of a call, in a few words. */
export function sayOutcome(outcome: Outcome): string {
  if (outcome.kind === 'pending') return 'waiting'
  if (outcome.kind === 'failed') return sayFailure(outcome.failure)
  const { value } = outcome
  return Array.isArray(value) ? `answered a list of ${value.length}` : `answered ${writeSource(value)}`
}

function sayFailure(failure: Failure): string {
  const said = `${judgeFailure(failure)}, ${failure.code}: ${failure.text}`
  return mayBeCarriedOut(failure) ? `${said}. ${MAY_BE_CARRIED_OUT}` : said
}

/** `12 ms`, `30 s`. */
function writeDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`
  return `${Math.round(milliseconds / 1000)} s`
}
