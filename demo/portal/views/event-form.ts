import { EVENT_CATALOG } from 'bx24-events/portal'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import { type EventEdit, MOST_TIMES, writeSample } from '../state/event-draft.js'
import type { PageModel } from '../state/model.js'
import { writeNumber } from '../words.js'

export interface EventFormOptions {
  editEvent(edit: EventEdit): void
  takeSample(): void
  raiseEvent(): void
  stopRaising(): void
}

export type EventFormData = Pick<PageModel, 'eventDraft' | 'raising'>

const WHAT = 'Any documented event, by its name in any case, with what it is to bring along.'

/** Any event by its name, with its data, once or many times. */
export function createEventForm(options: EventFormOptions): View<EventFormData> {
  const { editEvent, takeSample, raiseEvent, stopRaising } = options
  const names = h('datalist', { id: 'event-names' }, ...[...EVENT_CATALOG.keys()].map(createName))
  const event = h('input', { id: 'any-event', list: names.id, class: 'mono', ...PLAIN })
  const data = h('textarea', { id: 'event-data', rows: '7', class: 'mono', ...PLAIN })
  const times = h('input', { id: 'event-times', type: 'number', min: '1', max: String(MOST_TIMES) })
  event.addEventListener('input', () => editEvent({ event: event.value }))
  data.addEventListener('input', () => editEvent({ data: data.value }))
  times.addEventListener('input', () => editEvent({ times: times.value }))
  const sample = button('Take the sample', takeSample, { class: 'small' })
  const progress = createProgress()
  // One button, so that the focus stays where a person has pressed: what goes on a thousand times can be stopped there.
  const press = h('button', { type: 'submit' })
  const form = h(
    'form',
    { class: 'event-form' },
    h('p', { class: 'quiet hint' }, WHAT),
    createField('Event', event),
    names,
    createField('Its data, as JSON', data, sample),
    h('div', { class: 'row' }, createField('Times', times), press),
    progress.element,
  )
  let isRaising = false
  form.noValidate = true
  form.addEventListener('submit', (submitted) => {
    submitted.preventDefault()
    if (isRaising) stopRaising()
    else raiseEvent()
  })

  return {
    element: h('details', { class: 'any-event' }, h('summary', {}, 'Raise any event'), form),
    update({ eventDraft, raising }) {
      setValue(event, eventDraft.event)
      setValue(data, eventDraft.data)
      setValue(times, eventDraft.times)
      setAttribute(sample, 'disabled', writeSample(eventDraft.event) === undefined)
      isRaising = raising !== undefined
      setText(press, isRaising ? 'Stop' : 'Raise')
      progress.update(raising)
    },
  }
}

const PLAIN = { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' }

const createName = (value: string) => h('option', { value })

function createField(label: string, control: HTMLElement, ...beside: readonly Node[]): HTMLElement {
  const row = h('div', { class: 'label-row' }, h('label', { for: control.id }, label), ...beside)
  return h('div', { class: 'text-field' }, row, control)
}

/** Leaves the cursor where it is while a person writes. */
function setValue(control: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  if (control.value !== value) control.value = value
}

/** How far many are. One is raised at once. */
function createProgress(): View<PageModel['raising']> {
  const bar = h('progress', { id: 'raised' })
  const text = h('label', { for: bar.id, class: 'quiet' })
  const element = h('div', { class: 'raised' }, bar, text)
  return {
    element,
    update(raising) {
      setAttribute(element, 'hidden', !raising || raising.total === 1)
      if (!raising) return
      bar.max = raising.total
      bar.value = raising.done
      setText(text, `${writeNumber(raising.done)} of ${writeNumber(raising.total)} raised`)
    },
  }
}
