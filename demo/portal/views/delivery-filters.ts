import type { Delivery } from 'bx24-events/portal'
import { h } from '../dom.js'
import { DELIVERY_STATES, type DeliveryFilter, readDeliveryChoices } from '../state/delivery-filter.js'
import { createMemo } from '../state/filtering.js'
import { createSearchField, createSelectField, type FocusableView, toChoice } from './filter-fields.js'

export interface DeliveryFiltersData {
  deliveries: readonly Delivery[]
  filter: DeliveryFilter
}

/** Which deliveries are shown. */
export function createDeliveryFilters(
  change: (filter: Partial<DeliveryFilter>) => void,
): FocusableView<DeliveryFiltersData> {
  const text = createSearchField('Filter deliveries by text', (text) => change({ text }))
  const event = createSelectField({
    ...{ label: 'Event of the deliveries', anyLabel: 'Any event' },
    choose: (event) => change({ event }),
  })
  const state = createSelectField({
    ...{ label: 'State of the deliveries', anyLabel: 'Any state' },
    choose: (value) => change({ state: DELIVERY_STATES.find((one) => one === value) ?? '' }),
  })
  const handler = createSelectField({
    ...{ label: 'Handler of the deliveries', anyLabel: 'Any handler' },
    choose: (value) => change({ handlerId: value === '' ? '' : Number(value) }),
  })
  const readChoices = createMemo(readDeliveryChoices)
  const fields = [text.element, event.element, state.element, handler.element]

  return {
    element: h('div', { class: 'filters', role: 'group', 'aria-label': 'Filter deliveries' }, ...fields),
    focus: text.focus,
    update({ deliveries, filter }) {
      const { events, handlerIds } = readChoices(deliveries, filter)
      text.update(filter.text)
      event.update({ choices: events.map(toChoice), chosen: filter.event })
      state.update({ choices: DELIVERY_STATES.map(toChoice), chosen: filter.state })
      handler.update({ choices: handlerIds.map(writeHandler), chosen: String(filter.handlerId) })
    },
  }
}

const writeHandler = (id: number) => ({ value: String(id), label: `Handler ${id}` })
