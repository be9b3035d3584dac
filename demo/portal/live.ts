import type { PageState, PageUpdate } from 'bx24-events/server'
import type { PageModel } from './state/model.js'
import { applyUpdate } from './state/portal-state.js'
import type { Store } from './state/store.js'

/**
 * Keeps the model as the portal is. A lost connection is tried again by the browser, and starts with the whole state.
 * Answers with what ends that.
 */
export function followPortal(store: Store<PageModel>, source = new EventSource('/api/live')): () => void {
  source.addEventListener('state', ({ data }: MessageEvent<string>) => {
    // The server that tells is of the same build as this page.
    store.change({ connection: 'live', portal: JSON.parse(data) as PageState })
  })
  source.addEventListener('update', ({ data }: MessageEvent<string>) => {
    const update = JSON.parse(data) as PageUpdate
    store.change(({ portal }) => (portal ? { portal: applyUpdate(portal, update) } : {}))
  })
  source.addEventListener('error', () => {
    store.change({ connection: source.readyState === EventSource.CLOSED ? 'ended' : 'lost' })
  })
  return () => source.close()
}
