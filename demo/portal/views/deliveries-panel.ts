import type { Delivery, Handler } from 'bx24-events/portal'
import type { ToldDelivery } from 'bx24-events/server'
import { setAttribute, setText, type View } from '../dom.js'
import { compareDeliveries, type DeliveryFilter, filterDeliveries } from '../state/delivery-filter.js'
import { createMemo } from '../state/filtering.js'
import type { PageModel } from '../state/model.js'
import { mapPage, readPage } from '../state/paging.js'
import { writeNumber } from '../words.js'
import { createDeliveryFilters } from './delivery-filters.js'
import { createDeliveryRow, type DeliveryItem, type DeliveryRowOptions } from './delivery-row.js'
import { createEmpty } from './empty.js'
import { createLogList } from './log-list.js'
import { createOlder } from './older.js'
import { createOutcome } from './outcome.js'
import { createPanel } from './panel.js'

export interface DeliveriesData
  extends Pick<
    PageModel,
    'portal' | 'isAppOpen' | 'deliveriesView' | 'deliveriesOutcome' | 'isLoadingOlder'
  > {
  /** Milliseconds since 1970: what waits is counted down. */
  now: number
}

export interface DeliveriesOptions extends DeliveryRowOptions {
  filterDeliveries(change: Partial<DeliveryFilter>): void
  showAllDeliveries(): void
  turnDeliveries(top: Delivery | undefined): void
  loadOlder(): void
}

const NONE: readonly never[] = []

/** Each call of a handler, and what became of it. */
export function createDeliveriesPanel(options: DeliveriesOptions): View<DeliveriesData> {
  const filters = createDeliveryFilters(options.filterDeliveries)
  const list = createLogList<DeliveryItem>({
    ...{ label: 'Deliveries, the newest first', noun: 'deliveries' },
    keyOf: ({ delivery }) => delivery.id,
    create: (item) => createDeliveryRow(item, options),
    turn: (top) => options.turnDeliveries(top?.delivery),
    focusElse: filters.focus,
  })
  const empty = createEmpty({
    noMatch: 'No delivery is like this.',
    showAll() {
      options.showAllDeliveries()
      filters.focus()
    },
  })
  const older = createOlder({ load: options.loadOlder, focusElse: filters.focus })
  const outcome = createOutcome()
  const { element, tools } = createPanel(
    'Deliveries',
    ...[filters.element, outcome.element, empty.element, list.element, older.element],
  )
  const filter = createMemo(filterDeliveries)
  const countWaiting = createMemo(countQueued)
  const readBound = createMemo(readIds)

  return {
    element,
    update(data) {
      const { deliveriesView, deliveriesOutcome, isLoadingOlder } = data
      const deliveries = data.portal?.deliveries ?? NONE
      const shown = filter(deliveries, deliveriesView.filter)
      filters.update({ deliveries, filter: deliveriesView.filter })
      setAttribute(filters.element, 'hidden', deliveries.length === 0)
      const bound = readBound(data.portal?.handlers ?? NONE)
      const page = readPage(shown, { top: deliveriesView.top, compare: compareDeliveries })
      list.update(mapPage(page, (delivery) => toItem(delivery, bound, data)))
      setAttribute(list.element, 'hidden', shown.length === 0)
      const all = data.portal ? deliveries.length : undefined
      empty.update({ nothing: describeNoDelivery(data), all, shown: shown.length })
      outcome.update(deliveriesOutcome)
      older.update({ count: countOlder(data.portal), isLoading: isLoadingOlder })
      const waiting = countWaiting(deliveries)
      setText(tools, waiting > 0 ? `${writeNumber(waiting)} waiting` : '')
    },
  }
}

function describeNoDelivery({ portal, isAppOpen }: Pick<DeliveriesData, 'portal' | 'isAppOpen'>): string {
  if (portal?.app.stage === 'uninstalled')
    return `No handler was called yet: ${portal.app.title} is not installed.`
  const way = isAppOpen ? 'Bind one in the app' : 'Let the app be open again and bind one in it'
  return `No handler was called yet. ${way}, then create a deal.`
}

function toItem(
  delivery: ToldDelivery,
  bound: ReadonlySet<Handler['id']>,
  { portal, now }: DeliveriesData,
): DeliveryItem {
  return { delivery, users: portal?.users ?? NONE, isBound: bound.has(delivery.handlerId), now }
}

/** Their numbers have no gaps. */
function countOlder(portal: DeliveriesData['portal']): number {
  const oldest = portal?.deliveries[0]
  return portal && oldest ? oldest.id - portal.firstDelivery : 0
}

const readIds = (handlers: readonly Handler[]) => new Set(handlers.map(({ id }) => id))

const countQueued = (deliveries: readonly Delivery[]) =>
  deliveries.filter(({ state }) => state === 'queued').length
