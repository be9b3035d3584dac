import type { User } from 'bx24-events/portal'
import { button, createChoices, h, type View } from '../dom.js'
import { ACTIVITIES, type Activity } from '../state/activities.js'
import { type Actor, findOpener, type PageModel } from '../state/model.js'
import { writeOpener, writeUser } from '../words.js'
import { createEventForm, type EventFormData, type EventFormOptions } from './event-form.js'
import { createOutcome } from './outcome.js'
import { createPanel } from './panel.js'

export interface ActivitiesOptions extends EventFormOptions {
  perform(activity: Activity): void
  chooseActor(actor: Actor): void
}

export type ActivitiesData = EventFormData &
  Pick<PageModel, 'portal' | 'chosenUserId' | 'isAppOpen' | 'actor' | 'performed'>

/** Everyday actions, each of which raises an event, and any other event by its name. */
export function createActivitiesPanel(options: ActivitiesOptions): View<ActivitiesData> {
  const { perform, chooseActor } = options
  const select = h('select', { id: 'actor' })
  const showActors = createChoices(select)
  select.addEventListener('change', () => chooseActor(readActor(select.value)))
  const outcome = createOutcome()
  const form = createEventForm(options)
  const buttons = ACTIVITIES.map((activity, index) =>
    createActivity(activity, index, () => perform(activity)),
  )

  const { element } = createPanel(
    'Do something in the portal',
    h('div', { class: 'field' }, h('label', { for: 'actor' }, 'Done by'), select),
    h('ul', { class: 'activities' }, ...buttons),
    form.element,
    outcome.element,
  )

  return {
    element,
    update(data) {
      const opener = findOpener(data)
      if (data.portal && opener) {
        const openerName = writeOpener(data.portal.users, opener.id, data.isAppOpen)
        showActors(writeActors(data.portal.users, openerName), String(data.actor))
      }
      form.update(data)
      outcome.update(data.performed)
    },
  }
}

function createActivity({ label, event }: Activity, index: number, press: () => void): HTMLElement {
  const id = `event-${event.toLowerCase()}`
  const look = index === 0 ? { class: 'primary' } : {}
  const control = button(label, press, { 'aria-describedby': id, ...look })
  return h('li', {}, control, h('code', { id, class: 'quiet' }, event))
}

function writeActors(users: readonly User[], openerName: string) {
  return [
    { value: 'opener', label: openerName },
    ...users.map(({ id }) => ({ value: String(id), label: writeUser(users, id) })),
    { value: 'robot', label: 'A robot: nobody acts, handlers get no tokens' },
  ]
}

function readActor(value: string): Actor {
  return value === 'opener' || value === 'robot' ? value : Number(value)
}
