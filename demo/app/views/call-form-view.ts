import type { Actions } from '../actions.js'
import { button, element, sectionWithNote } from '../dom.js'
import type { AppState, CallForm, CallName, Fetched, OfferedEvent } from '../state.js'
import { createArrivalView } from './arrival-view.js'
import { createCombobox } from './combobox.js'
import type { Option } from './combobox-options.js'
import { createHandlerField } from './handler-field.js'
import { createRetry } from './retry.js'
import { type View, whenChanged } from './view.js'

/** What is to be called, and the buttons that call it; beside its title, what reached the handler last. */
export function createCallFormView(actions: Actions, suggestedHandler: string): View {
  const { edit } = actions
  const event = createEventField(actions)
  const handler = createHandlerField({
    suggested: suggestedHandler,
    onChange: (handler) => edit({ handler }),
  })
  const runAs = createRunAsField(edit)
  const arrival = createArrivalView()
  const form = element(
    'form',
    { class: 'stack' },
    event.element,
    handler.element,
    runAs.element,
    createButtons(actions),
  )
  form.addEventListener('submit', (submission) => {
    submission.preventDefault()
    void actions.press('callBind')
  })
  return {
    element: sectionWithNote('Call the portal', arrival.element, form),
    render(state) {
      event.render(state)
      handler.render(state.form.handler)
      runAs.render(state)
      arrival.render(state)
    },
  }
}

function createEventField({ edit, showAll, connect }: Actions): View {
  const hint = element('p', { id: 'event-hint', class: 'hint' })
  const combobox = createCombobox({
    ...{ id: 'event', listLabel: 'Events', describedBy: 'event-hint' },
    onChange: (event) => edit({ event }),
  })
  const toggle = element('input', { type: 'checkbox', role: 'switch' })
  toggle.addEventListener('change', () => void showAll(toggle.checked))
  const toggleLabel = element('label', { class: 'switch' }, toggle, 'Show all documented events')
  const label = element('label', { for: 'event' }, 'Event')
  const retry = createRetry(() => void connect())
  const notes = element('div', { class: 'field-notes' }, hint, retry.element, toggleLabel)
  let options: readonly Option[] = []
  const readOptions = whenChanged((events: Fetched<readonly OfferedEvent[]>) => {
    options = events.kind === 'ready' ? events.value.map(toOption) : []
    retry.show(events.kind === 'failed', toggle)
  })

  return {
    element: element('div', { class: 'field' }, label, combobox.element, notes),
    render({ form, events, showsAll }) {
      readOptions(events)
      combobox.render(form.event, options)
      toggle.checked = showsAll
      hint.textContent = describeEvents(events, form.event)
    },
  }
}

function toOption({ name, inScope }: OfferedEvent): Option {
  return inScope ? { name } : { name, note: 'out of scope' }
}

function describeEvents(events: Fetched<readonly OfferedEvent[]>, typed: string): string {
  if (events.kind === 'loading') return 'Asking the portal which events there are…'
  if (events.kind === 'failed') {
    return `The portal does not tell its events: ${events.failure.code}. Any name can be typed.`
  }
  const known = events.value.find(({ name }) => name === typed.trim().toUpperCase())
  if (typed.trim() !== '' && !known) return 'Not in the list. The portal will say what it thinks of it.'
  if (known && !known.inScope) return 'Out of scope: this app did not ask for the permission that it needs.'
  const outside = events.value.filter(({ inScope }) => !inScope).length
  if (outside > 0)
    return `${events.value.length} documented events, ${outside} of them out of this app's scopes.`
  return `${events.value.length} can be bound. Type to search.`
}

const RUN_AS = [
  ['', 'the acting user'],
  ['0', '0: the acting user, said outright'],
  ['1', 'user 1'],
  ['2', 'user 2'],
  ['3', 'user 3'],
] as const

function createRunAsField(edit: Actions['edit']): View {
  const select = element(
    'select',
    { id: 'run-as', 'aria-describedby': 'run-as-hint' },
    ...RUN_AS.map(([value, label]) => element('option', { value }, label)),
  )
  const hint = element('p', { id: 'run-as-hint', class: 'hint' })
  const withHint = element('div', { class: 'run-as' }, select, hint)
  select.addEventListener('change', () => edit({ runAs: select.value as CallForm['runAs'] }))
  return {
    element: element('div', { class: 'field' }, element('label', { for: select.id }, 'Run as'), withHint),
    render({ form: { runAs } }: Readonly<AppState>) {
      select.value = runAs
      hint.textContent = describeRunAs(runAs)
    },
  }
}

function describeRunAs(runAs: CallForm['runAs']): string {
  if (runAs === '') return 'Binds for whoever raises the event; unbinds the handlers of all users.'
  if (runAs === '0') return 'Binds for whoever raises the event; unbinds only those that name no user.'
  return `Binds with the rights of user ${runAs}; unbinds only those of user ${runAs}.`
}

function createButtons({ press }: Actions): HTMLElement {
  const callButton = (name: CallName) => button(name, () => void press(name))
  const bind = element('button', { type: 'submit', class: 'primary' }, 'callBind')
  const fromPage = [bind, callButton('callUnbind'), callButton('event.get'), callButton('events')]
  const fromBackEnd = [
    element('span', { class: 'hint', 'aria-hidden': true }, "From the app's server:"),
    ...(['event.bind', 'event.unbind'] as const).map((method) => {
      const name = `${method} (back end)` as const
      return button(method, () => void press(name), { class: 'small', 'aria-label': name })
    }),
  ]
  return element(
    'div',
    { class: 'calls' },
    createGroup('From this page, by message or over HTTP', fromPage),
    createGroup("From the app's server, over HTTP", fromBackEnd),
  )
}

function createGroup(label: string, buttons: HTMLElement[]): HTMLElement {
  return element('div', { role: 'group', 'aria-label': label, class: 'buttons' }, ...buttons)
}
