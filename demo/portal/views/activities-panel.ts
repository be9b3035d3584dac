import type { User } from 'bx24-events/portal'
import { createChoices, h, setAttribute, type View } from '../dom.js'
import { ACTIVITIES, type Activity } from '../state/activities.js'
import { type Actor, findOpener, type PageModel } from '../state/model.js'
import { writeOpener, writeUser } from '../words.js'
import { createEventForm, type EventFormData, type EventFormOptions } from './event-form.js'
import { createTold } from './outcome.js'
import { createPanel } from './panel.js'

export interface ActivitiesOptions extends EventFormOptions {
  perform(activity: Activity): void
  chooseActor(actor: Actor): void
}

export type ActivitiesData = EventFormData &
  Pick<PageModel, 'portal' | 'chosenUserId' | 'isAppOpen' | 'actor' | 'performed'>

const WHAT = 'Each raises its event, which the portal POSTs to the handlers that are bound to it.'

/** Everyday actions, each of which raises an event, and any other event by its name. */
export function createActivitiesPanel(options: ActivitiesOptions): View<ActivitiesData> {
  const { perform, chooseActor } = options
  const select = h('select', { id: 'actor' })
  const showActors = createChoices(select)
  select.addEventListener('change', () => chooseActor(readActor(select.value)))
  const outcome = createTold(WHAT)
  const form = createEventForm(options)
  const activities = ACTIVITIES.map((activity) => createActivity(activity, () => perform(activity)))

  const { element, tools } = createPanel(
    'Do something in the portal',
    h('ul', { class: 'activities' }, ...activities.map(({ element }) => h('li', {}, element))),
    form.element,
    outcome.element,
  )
  tools.append(h('div', { class: 'field' }, h('label', { for: select.id }, 'Done by'), select))

  return {
    element,
    update(data) {
      const opener = findOpener(data)
      const { users = [], handlers = [] } = data.portal ?? {}
      if (opener)
        showActors(writeActors(users, writeOpener(users, opener.id, data.isAppOpen)), String(data.actor))
      const bound = new Set(handlers.map(({ event }) => event))
      for (const activity of activities) activity.update(bound)
      form.update(data)
      outcome.update(data.performed)
    },
  }
}

/** It stands out where a handler is bound to its event. */
function createActivity({ label, event }: Activity, press: () => void): View<ReadonlySet<string>> {
  const element = h('button', { type: 'button' }, h('span', {}, label), ' ', h('code', {}, event))
  element.addEventListener('click', press)
  return { element, update: (bound) => setAttribute(element, 'class', bound.has(event) && 'primary') }
}

function writeActors(users: readonly User[], openerName: string) {
  return [
    { value: 'opener', label: openerName },
    ...users.map(({ id }) => ({ value: String(id), label: writeUser(users, id) })),
    { value: 'robot', label: 'a robot: handlers get no tokens' },
  ]
}

function readActor(value: string): Actor {
  return value === 'opener' || value === 'robot' ? value : Number(value)
}
