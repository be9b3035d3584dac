import { copyText } from '../copy.js'
import { button, element, section } from '../dom.js'
import { writeSource } from '../source.js'
import type { Call, Outcome } from '../state.js'
import { type View, whenChanged } from './view.js'

/** The newest call: its code, and what came of it. */
export function createResultView(): View {
  const code = element('code')
  const copied = element('span', { class: 'hint', role: 'status' })
  const copy = button('Copy', () => void tellCopied(), { class: 'small', 'aria-label': 'Copy the code' })
  const line = element('div', { class: 'code-line', hidden: true }, element('pre', {}, code), copy)
  const outcome = element('div', { class: 'outcome' })
  const empty = element(
    'p',
    { class: 'quiet' },
    'Press a button. The line of code that it stands for, and what the portal answers, will be here.',
  )

  async function tellCopied(): Promise<void> {
    copied.textContent = (await copyText(code)) ? 'Copied' : 'Selected: copy it with Ctrl-C'
  }

  const show = whenChanged((call: Call | undefined) => {
    line.hidden = !call
    empty.hidden = !!call
    if (!call) return
    if (code.textContent !== call.code) code.textContent = call.code
    copied.textContent = ''
    outcome.replaceChildren(...showOutcome(call.outcome))
  })

  return {
    element: section('Result', empty, line, copied, outcome),
    render: ({ calls }) => show(calls[0]),
  }
}

function showOutcome(outcome: Outcome): HTMLElement[] {
  switch (outcome.kind) {
    case 'pending':
      return [element('p', { class: 'badge wait busy' }, 'Waiting for the answer…')]
    case 'answered':
      return [
        element('p', { class: 'badge good' }, `Answered in ${milliseconds(outcome.duration)}`),
        element(
          'pre',
          { class: 'value', tabindex: 0, role: 'group', 'aria-label': 'Answer' },
          writeSource(outcome.value),
        ),
      ]
    case 'failed': {
      const { code, text, status } = outcome.failure
      const how = status === 0 ? 'No answer of the portal' : `Status ${status}`
      return [
        element('p', { class: 'badge bad' }, `Refused in ${milliseconds(outcome.duration)}`),
        element(
          'div',
          { class: 'failure' },
          element('p', {}, element('code', { class: 'failure-code' }, code)),
          element('p', {}, text),
          element('p', { class: 'hint' }, how),
        ),
      ]
    }
  }
}

/** What came of a call, in a few words. */
export function sayOutcome(outcome: Outcome): string {
  if (outcome.kind === 'pending') return 'waiting'
  if (outcome.kind === 'failed') return `refused, ${outcome.failure.code}: ${outcome.failure.text}`
  const { value } = outcome
  return Array.isArray(value) ? `answered a list of ${value.length}` : `answered ${writeSource(value)}`
}

function milliseconds(duration: number): string {
  return `${Math.max(1, Math.round(duration))} ms`
}
