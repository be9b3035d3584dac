import type { Delivery } from 'bx24-events/portal'
import type { PageState, PageUpdate } from 'bx24-events/server'

/** As many as the portal tells of at first. */
const KEPT_DELIVERIES = 500

/** The state after an update: its parts are whole, but for the deliveries, which are only those that changed. */
export function applyUpdate(state: PageState, update: PageUpdate): PageState {
  const { deliveries: changed, ...parts } = update
  const deliveries = changed ? mergeDeliveries(state.deliveries, changed) : state.deliveries
  return { ...state, ...parts, deliveries }
}

/** The newest of both, each once, the oldest first. */
function mergeDeliveries(known: readonly Delivery[], changed: readonly Delivery[]): Delivery[] {
  const byId = new Map<Delivery['id'], Delivery>()
  for (const delivery of [...known, ...changed]) byId.set(delivery.id, delivery)
  return [...byId.values()].sort((one, other) => one.id - other.id).slice(-KEPT_DELIVERIES)
}
