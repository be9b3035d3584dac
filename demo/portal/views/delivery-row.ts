import type { Delivery, User } from 'bx24-events/portal'
import type { ToldDelivery } from 'bx24-events/server'
import type { TakeOptions } from '../actions/take-away.js'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import { describeDelivery, writeTime, writeUser } from '../words.js'
import { createDeliveryDetails } from './delivery-details.js'
import { createLogRow } from './log-list.js'
import { createBadge } from './outcome.js'

export interface DeliveryRowOptions {
  replay(deliveryId: Delivery['id']): void
  copyCurl(delivery: Delivery, options: TakeOptions): void
  /** Lets what it brings along be told, where there was no room for that. */
  loadDelivery(deliveryId: Delivery['id']): void
}

export interface DeliveryItem {
  delivery: ToldDelivery
  users: readonly User[]
  /** Whether its handler is still bound. */
  isBound: boolean
  /** Milliseconds since 1970: what waits is counted down. */
  now: number
}

/** One call of a handler, and what became of it. */
export function createDeliveryRow(first: DeliveryItem, options: DeliveryRowOptions): View<DeliveryItem> {
  const { id, event, handlerId, forged, replayOf, raisedAt } = first.delivery
  const state = h('span', { class: 'state' })
  const summary = h(
    'summary',
    {},
    h('span', { class: 'number' }, `#${id}`),
    h('code', {}, event),
    h('span', { class: 'quiet' }, `to handler ${handlerId}`),
    ...(forged ? [createBadge('forged', 'warn')] : []),
    ...(replayOf === undefined ? [] : [createBadge(`again #${replayOf}`, 'busy')]),
    h('time', { class: 'quiet end', datetime: new Date(raisedAt).toISOString() }, writeTime(raisedAt)),
    state,
  )
  const label = `Send again #${id}, ${event} to handler ${handlerId}`
  let shown: Delivery | undefined

  return createLogRow(first, {
    summary,
    tool: button('Send again', () => options.replay(id), { 'aria-label': label }),
    update({ delivery, now }) {
      if (delivery === shown && delivery.state !== 'queued') return
      shown = delivery
      const { tone, text } = describeDelivery(delivery, now)
      setAttribute(state, 'data-tone', tone)
      setText(state, text)
    },
    describe({ delivery, users, isBound }) {
      if (delivery.isCut) options.loadDelivery(id)
      return createDeliveryDetails(
        { delivery, isBound, actor: writeActor(delivery, users) },
        { copyCurl: (taken) => options.copyCurl(delivery, taken) },
      )
    },
    // Once it is written, a request never changes.
    isOther: (before, after) =>
      before.isBound !== after.isBound ||
      before.delivery.isCut !== after.delivery.isCut ||
      (before.delivery.request === undefined && after.delivery.request !== undefined),
  })
}

function writeActor({ by, forged }: Delivery, users: readonly User[]): string {
  if (forged) return 'nobody: it is forged'
  return by === undefined ? 'a robot' : writeUser(users, by)
}
