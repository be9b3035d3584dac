import type { Delivery, User } from 'bx24-events/portal'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import type { PageModel } from '../state/model.js'
import { describeDelivery, writeTime, writeUser } from '../words.js'
import { createDeliveryDetails } from './delivery-details.js'
import { createLogList, createLogRow } from './log-list.js'
import { createBadge, createOutcome } from './outcome.js'
import { createPanel } from './panel.js'

export interface DeliveriesData extends Pick<PageModel, 'portal' | 'replayed'> {
  /** Milliseconds since 1970: what waits is counted down. */
  now: number
}

interface DeliveryItem {
  delivery: Delivery
  users: readonly User[]
  now: number
}

/** Each call of a handler, and what became of it. */
export function createDeliveriesPanel(replay: (deliveryId: Delivery['id']) => void): View<DeliveriesData> {
  const list = createLogList<DeliveryItem>({
    label: 'Deliveries, the newest first',
    keyOf: ({ delivery }) => delivery.id,
    create: (item) => createRow(item, replay),
  })
  const empty = h(
    'p',
    { class: 'empty' },
    'No handler was called yet. Bind one in the app, then create a deal.',
  )
  const older = h('p', { class: 'quiet' })
  const outcome = createOutcome()
  const { element, tools } = createPanel('Deliveries', empty, outcome.element, list.element, older)

  return {
    element,
    update({ portal, replayed, now }) {
      const { deliveries = [], users = [] } = portal ?? {}
      list.update(deliveries.map((delivery) => ({ delivery, users, now })))
      setAttribute(empty, 'hidden', deliveries.length > 0 || !portal)
      setAttribute(list.element, 'hidden', deliveries.length === 0)
      outcome.update(replayed)
      setText(tools, writeWaiting(deliveries))
      // They are numbered from 1.
      const before = (deliveries[0]?.id ?? 1) - 1
      setText(older, before > 0 ? `${before} older ones are not shown.` : '')
      setAttribute(older, 'hidden', before <= 0)
    },
  }
}

function writeWaiting(deliveries: readonly Delivery[]): string {
  const waiting = deliveries.filter(({ state }) => state === 'queued').length
  return waiting > 0 ? `${waiting} waiting` : ''
}

function createRow(first: DeliveryItem, replay: (deliveryId: Delivery['id']) => void): View<DeliveryItem> {
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
    tool: button('Send again', () => replay(id), { 'aria-label': label }),
    update({ delivery, now }) {
      if (delivery === shown && delivery.state !== 'queued') return
      shown = delivery
      const { tone, text } = describeDelivery(delivery, now)
      setAttribute(state, 'data-tone', tone)
      setText(state, text)
    },
    describe: ({ delivery, users }) => createDeliveryDetails(delivery, writeActor(delivery, users)),
    // Once it is written, a request never changes.
    isOther: (before, after) => before.delivery.request === undefined && after.delivery.request !== undefined,
  })
}

function writeActor({ by, forged }: Delivery, users: readonly User[]): string {
  if (forged) return 'nobody: it is forged'
  return by === undefined ? 'a robot' : writeUser(users, by)
}
