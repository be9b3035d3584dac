import type { Actions } from '../actions.js'
import { button, element, section } from '../dom.js'
import { judgeFailure } from '../failure.js'
import type { BoundHandler, CallForm, Fetched } from '../state.js'
import { type View, whenChanged } from './view.js'

/** What this app has bound, as `event.get` tells it. */
export function createHandlersView({ edit }: Actions): View {
  const content = element('div')
  const show = whenChanged((handlers: Fetched<readonly BoundHandler[]>) => {
    content.replaceChildren(showHandlers(handlers, edit))
  })
  return { element: section('Bound by this app', content), render: ({ handlers }) => show(handlers) }
}

function showHandlers(handlers: Fetched<readonly BoundHandler[]>, edit: Actions['edit']): HTMLElement {
  if (handlers.kind === 'loading') return element('p', { class: 'quiet' }, 'Asking event.get…')
  if (handlers.kind === 'failed') {
    const { code, text } = handlers.failure
    const fate = { refused: 'was refused', 'no answer': 'got no answer', failed: 'failed' }[
      judgeFailure(handlers.failure)
    ]
    return element('p', { class: 'bad-text' }, `event.get ${fate}. ${code}: ${text}`)
  }
  if (handlers.value.length === 0) {
    return element('p', { class: 'quiet' }, 'Nothing yet. callBind binds a handler.')
  }
  return element('ul', { class: 'rows' }, ...handlers.value.map((handler) => createRow(handler, edit)))
}

function createRow(
  { event, handler, auth_type: authType }: BoundHandler,
  edit: Actions['edit'],
): HTMLElement {
  const fillIn = () => edit({ event, handler, runAs: authType as CallForm['runAs'] })
  return element(
    'li',
    {},
    element(
      'div',
      {},
      element('p', {}, element('code', {}, event)),
      element('p', { class: 'mono quiet' }, handler),
      element('p', { class: 'hint' }, `runs as ${authType === '0' ? 'the acting user' : `user ${authType}`}`),
    ),
    button('Fill in', fillIn, { class: 'small', 'aria-label': `Fill in the form for ${event}` }),
  )
}
