import type { Received } from '../server/received.js'
import type { AppState } from './state.js'
import type { Store } from './store.js'

// As many as the back end keeps.
const KEPT = 100

/** Keeps the list of what the handler received up to date. */
export function followReceived(store: Store<AppState>): void {
  const source = new EventSource('/backend/received')
  const { update } = store

  source.addEventListener('all', ({ data }) => {
    update({ received: { connection: 'live', items: JSON.parse(data) } })
  })
  source.addEventListener('one', ({ data }) => {
    const items = withOne(store.state.received.items, JSON.parse(data))
    update({ received: { connection: 'live', items } })
  })
  source.addEventListener('error', () => {
    // A connection that broke is made anew by the browser; one that was refused is not.
    const connection = source.readyState === EventSource.CLOSED ? 'refused' : 'lost'
    update({ received: { ...store.state.received, connection } })
  })
}

/** The list with one that is new, or that has changed. */
export function withOne(items: readonly Received[], one: Received): Received[] {
  if (items.some(({ id }) => id === one.id)) return items.map((item) => (item.id === one.id ? one : item))
  return [...items, one].slice(-KEPT)
}
