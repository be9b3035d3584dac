import type { PageState, PageUpdate, RestCallRecord } from 'bx24-events/server'
import type { PageModel } from './state/model.js'
import { applyUpdate } from './state/portal-state.js'
import type { Store } from './state/store.js'
import { forgetUnreached } from './state/unreached.js'
import { addCall } from './state/wire-log.js'

/** `EventSource.CLOSED`: the browser does not try again. */
const CLOSED = 2

/** What this needs of an `EventSource`. */
export type LiveSource = Pick<EventTarget, 'addEventListener'> & Pick<EventSource, 'readyState' | 'close'>

/**
 * Keeps the model as the portal is. A lost connection is tried again by the browser, and starts with the whole state.
 * Answers with what ends that.
 */
export function followPortal(
  store: Store<PageModel>,
  source: LiveSource = new EventSource('/api/live'),
): () => void {
  // The server that tells is of the same build as this page.
  source.addEventListener('state', (event) => {
    const portal = readData<PageState>(event)
    store.change((before) => ({
      ...{ connection: 'live', portal, wantedFaults: undefined },
      ...forgetUnreached(before),
      // From then on it is what a person chooses.
      ...(before.portal ? {} : { answersCalls: portal.answersCalls }),
    }))
  })
  source.addEventListener('update', (event) => {
    const update = readData<PageUpdate>(event)
    store.change(({ portal, wantedFaults }) => {
      if (!portal) return {}
      const wanted = update.faults ? undefined : wantedFaults
      return {
        ...{ portal: applyUpdate(portal, update), wantedFaults: wanted },
        // Whom an action was to reach is no longer so in another stage of the app's life.
        ...(update.app && update.app.stage !== portal.app.stage ? { performed: undefined } : {}),
      }
    })
  })
  source.addEventListener('call', (event) => {
    const call = readData<RestCallRecord>(event)
    store.change(({ wire }) => ({ wire: addCall(wire, call) }))
  })
  source.addEventListener('error', () => {
    store.change({ connection: source.readyState === CLOSED ? 'ended' : 'lost' })
  })
  return () => source.close()
}

function readData<Data>(event: Event): Data {
  return JSON.parse((event as MessageEvent<string>).data) as Data
}
