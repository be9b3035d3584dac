import type { Delivery, DeliveryState, Handler } from 'bx24-events/portal'
import { createTextSearch, readSearch } from './filtering.js'

/** Which deliveries are shown. What is empty lets all through. */
export interface DeliveryFilter {
  readonly text: string
  readonly event: Delivery['event']
  readonly state: DeliveryState | ''
  readonly handlerId: Handler['id'] | ''
}

/** What of the deliveries is shown. */
export interface DeliveriesView {
  readonly filter: DeliveryFilter
  /** What the page starts with; `undefined`: the newest. */
  readonly top: Delivery | undefined
}

export const ALL_DELIVERIES: DeliveryFilter = { text: '', event: '', state: '', handlerId: '' }

export const DELIVERY_STATES: readonly DeliveryState[] = ['queued', 'sent', 'answered', 'failed', 'skipped']

export const compareDeliveries = (one: Delivery, other: Delivery) => one.id - other.id

const hasText = createTextSearch<Delivery>(({ id, event, url, status, reason, data, request }) =>
  [`#${id}`, event, url, status, reason, JSON.stringify(data), request?.body].join('\n'),
)

/** Those that a filter lets through, in their order. */
export function filterDeliveries(
  deliveries: readonly Delivery[],
  filter: DeliveryFilter,
): readonly Delivery[] {
  const { event, state, handlerId } = filter
  const text = readSearch(filter.text)
  if (text === '' && event === '' && state === '' && handlerId === '') return deliveries
  return deliveries.filter(
    (delivery) =>
      (event === '' || delivery.event === event) &&
      (state === '' || delivery.state === state) &&
      (handlerId === '' || delivery.handlerId === handlerId) &&
      hasText(delivery, text),
  )
}

/** What there is to choose from. */
export interface DeliveryChoices {
  readonly events: readonly Delivery['event'][]
  readonly handlerIds: readonly Handler['id'][]
}

/** What the deliveries are of. What is chosen stays, also where none is of it any more. */
export function readDeliveryChoices(
  deliveries: readonly Delivery[],
  { event, handlerId }: DeliveryFilter,
): DeliveryChoices {
  const events = new Set(deliveries.map((delivery) => delivery.event))
  const handlerIds = new Set(deliveries.map((delivery) => delivery.handlerId))
  if (event !== '') events.add(event)
  if (handlerId !== '') handlerIds.add(handlerId)
  return { events: [...events].sort(), handlerIds: [...handlerIds].sort((one, other) => one - other) }
}
