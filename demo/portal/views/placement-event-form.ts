import { describeError } from '../api.js'
import { createChoices, h, setAttribute, type View } from '../dom.js'
import { writeCount } from '../words.js'
import { createOutcome } from './outcome.js'

/** Lets an event of the app's placement happen. It is there where the app listens to any; `raise` answers how many times it hears of it. */
export function createPlacementEventForm(
  raise: (event: string, data: unknown) => number,
): View<readonly string[]> {
  const select = h('select', { id: 'placement-event' })
  const data = h('input', {
    ...{ id: 'placement-event-data', type: 'text', placeholder: '{"ID":5}' },
    ...{ autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' },
  })
  const outcome = createOutcome()
  const showEvents = createChoices(select)
  const form = h(
    'form',
    { class: 'row placement-event', 'aria-label': 'Events of the placement', hidden: true },
    createField('Event of the placement', select),
    createField('Its data, as JSON', data),
    h('button', { type: 'submit' }, 'Raise'),
    outcome.element,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    outcome.update(raiseNow(select.value, data.value))
  })

  function raiseNow(event: string, json: string) {
    try {
      const count = raise(event, json.trim() === '' ? undefined : JSON.parse(json))
      return { tone: 'good', text: `The app was told of ${event}: ${writeCount(count, 'time')}.` } as const
    } catch (error) {
      return { tone: 'bad', text: `The data of ${event} is no JSON. ${describeError(error)}` } as const
    }
  }

  return {
    element: form,
    update(events) {
      setAttribute(form, 'hidden', events.length === 0)
      outcome.update(undefined)
      const choices = events.map((event) => ({ value: event, label: event }))
      showEvents(choices, events.includes(select.value) ? select.value : (events[0] ?? ''))
    },
  }
}

function createField(label: string, control: HTMLElement): HTMLElement {
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control)
}
