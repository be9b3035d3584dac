import type { Delivery } from 'bx24-events/portal'
import type { PageState, PageUpdate, ToldDelivery } from 'bx24-events/server'
import { countUpTo } from './paging.js'

/** As many as a page holds by itself. Older ones are asked for. */
const KEPT_DELIVERIES = 10_000

/** The state after an update. What an update says nothing of is the same object as before. */
export function applyUpdate(state: PageState, update: PageUpdate): PageState {
  const { deliveries: changed = [], bound = [], unbound = [], ...parts } = update
  const known = update.load === undefined ? state.deliveries : forgetWaits(state.deliveries)
  const deliveries = changed.length > 0 ? mergeDeliveries(known, changed) : known
  const gone = new Set(unbound)
  const handlers =
    bound.length + gone.size > 0
      ? [...state.handlers.filter(({ id }) => !gone.has(id)), ...bound]
      : state.handlers
  return { ...state, ...parts, handlers, deliveries }
}

/** The state with deliveries before those that it has. */
export function addOlder(state: PageState, older: readonly Delivery[]): PageState {
  const [oldest] = state.deliveries
  const added = older.filter(({ id }) => !oldest || id < oldest.id)
  return { ...state, deliveries: [...added, ...state.deliveries] }
}

/** The state with what one of its deliveries brings along, as far as that is told. */
export function addContents(state: PageState, { id, data, request, isCut }: ToldDelivery): PageState {
  if (isCut) return state
  const fillIn = ({ isCut, ...known }: ToldDelivery) => ({ ...known, data, request })
  const deliveries = state.deliveries.map((known) => (known.id === id ? fillIn(known) : known))
  return { ...state, deliveries }
}

/** Takes the place of what has changed, and adds what is new; both lists are in order, the oldest first. */
function mergeDeliveries(known: readonly ToldDelivery[], changed: readonly ToldDelivery[]): ToldDelivery[] {
  // A storm changes a few of thousands, again and again: they are copied once, and never sorted.
  const deliveries = known.slice()
  const first = known[0]?.id ?? 0
  for (const delivery of changed) {
    const place = countUpTo(deliveries, ({ id }) => id < delivery.id)
    const before = deliveries[place]
    if (before?.id === delivery.id) deliveries[place] = keepContents(before, delivery)
    else if (delivery.id > first) deliveries.splice(place, 0, delivery)
  }
  // What a person has asked for stays.
  return deliveries.slice(-Math.max(KEPT_DELIVERIES, known.length))
}

/** What an update has no room for stays as it was told before. */
function keepContents(known: ToldDelivery, { isCut, ...told }: ToldDelivery): ToldDelivery {
  const { data, request } = known
  if (isCut && request) return { ...told, data, request }
  return isCut ? { ...told, isCut } : told
}

/** With another load they leave at other times. The portal tells those of the newest. */
function forgetWaits(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries.map((delivery) => {
    const { leavesAt, ...others } = delivery
    return leavesAt === undefined ? delivery : others
  })
}
