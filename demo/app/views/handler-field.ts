import { button, element } from '../dom.js'

export interface HandlerField {
  readonly element: HTMLElement
  render(handler: string): void
}

export interface HandlerFieldOptions {
  suggested: string
  onChange(handler: string): void
}

const WRONG = 'Wrong URLs'

/** Where the portal is to POST to: the app's own handler, or something that a portal refuses. */
export function createHandlerField({ suggested, onChange }: HandlerFieldOptions): HandlerField {
  const field = element('input', {
    ...{ id: 'handler', type: 'text', inputmode: 'url', autocomplete: 'off', autocapitalize: 'off' },
    spellcheck: 'false',
  })
  field.addEventListener('input', () => onChange(field.value))
  const reset = button('Reset', takeSuggested, { 'aria-label': 'Reset to the suggested URL' })
  const mistakes = wrongHandlers(suggested).map(([label, url]) =>
    button(label, () => onChange(url), { class: 'small' }),
  )
  const wrong = element(
    'div',
    { id: 'wrong-handlers', class: 'buttons', role: 'group', 'aria-label': WRONG, hidden: true },
    ...mistakes,
  )
  const showWrong = button(WRONG, toggleWrong, { 'aria-controls': wrong.id, 'aria-expanded': 'false' })

  function takeSuggested(): void {
    // The button goes with what it takes back.
    field.focus()
    onChange(suggested)
  }

  function toggleWrong(): void {
    wrong.hidden = !wrong.hidden
    showWrong.setAttribute('aria-expanded', String(!wrong.hidden))
  }

  return {
    element: element(
      'div',
      { class: 'field' },
      element('label', { for: field.id }, 'Handler URL'),
      element('div', { class: 'with-button' }, field, reset, showWrong),
      wrong,
    ),
    render(handler) {
      if (field.value !== handler) field.value = handler
      reset.hidden = handler === suggested
    },
  }
}

/** Handlers that no portal takes. */
function wrongHandlers(suggested: string): [label: string, url: string][] {
  const { host, port } = new URL(suggested)
  return [
    ['localhost', `http://localhost:${port}/handler/`],
    ['ftp:', `ftp://${host}/handler/`],
    ['no address', '/handler/'],
    ['too long', `${suggested}?${'x'.repeat(256)}`],
  ]
}
