import type { Actions } from '../actions.js'
import { button, element, section } from '../dom.js'
import { judgeFailure } from '../failure.js'
import type { BoundHandler, CallForm, Fetched } from '../state.js'
import { createRetry } from './retry.js'
import { type View, whenChanged } from './view.js'

/** What this app has bound, as `event.get` tells it. */
export function createHandlersView({ edit, connect }: Actions): View {
  const content = element('div')
  const empty = element('p', { class: 'quiet' })
  const limit = element('p', { class: 'hint' }, OWN_ONLY)
  const retry = createRetry(() => void connect())
  const panel = section('Bound by this app', content, retry.element, empty, limit)
  const show = whenChanged((handlers: Fetched<readonly BoundHandler[]>) => {
    content.replaceChildren(...showHandlers(handlers, edit))
    retry.show(handlers.kind === 'failed', panel.querySelector('h2'))
  })
  return {
    element: panel,
    render({ handlers, place }) {
      show(handlers)
      const seesAll = place.kind !== 'embedded' || place.isAdmin
      const isReady = handlers.kind === 'ready'
      empty.textContent = seesAll ? NOTHING : NOTHING_OWN
      empty.hidden = !isReady || handlers.value.length > 0
      content.hidden = !empty.hidden
      limit.hidden = !isReady || seesAll
    },
  }
}

const NOTHING = 'Nothing yet. callBind binds a handler.'
const NOTHING_OWN = 'Nothing that runs as you.'
const OWN_ONLY =
  'You are no administrator: event.get tells you only of handlers that run as you. The app may have others.'

function showHandlers(handlers: Fetched<readonly BoundHandler[]>, edit: Actions['edit']): HTMLElement[] {
  if (handlers.kind === 'loading') return [element('p', { class: 'quiet' }, 'Asking event.get…')]
  if (handlers.kind === 'failed') {
    const { code, text } = handlers.failure
    const fate = { refused: 'was refused', 'no answer': 'got no answer', failed: 'failed' }[
      judgeFailure(handlers.failure)
    ]
    return [element('p', { class: 'bad-text' }, `event.get ${fate}. ${code}: ${text}`)]
  }
  if (handlers.value.length === 0) return []
  return [element('ul', { class: 'rows' }, ...handlers.value.map((handler) => createRow(handler, edit)))]
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
