import type { Delivery, Handler } from 'bx24-events/portal'
import { describeFailure } from '../api.js'
import { describeForgery } from '../words.js'
import type { Asking } from './asking.js'

/** Puts a handler to the test: does it believe anybody? */
export async function forge(handlerId: Handler['id'], { store, api }: Asking): Promise<void> {
  store.change({ forged: { tone: 'busy', text: `Sent to handler ${handlerId}, waiting for its answer…` } })
  try {
    const delivery = await api.post<Delivery>('/api/forge', { handlerId })
    store.change({ forged: describeForgery(delivery) })
  } catch (error) {
    store.change({ forged: describeFailure(error) })
  }
}

/** Queues a delivery once more. */
export async function replay(deliveryId: Delivery['id'], { store, api }: Asking): Promise<void> {
  try {
    const { id } = await api.post<Delivery>('/api/replay', { deliveryId })
    store.change({ deliveriesOutcome: { tone: 'good', text: `#${deliveryId} is sent again, as #${id}.` } })
  } catch (error) {
    store.change({ deliveriesOutcome: describeFailure(error) })
  }
}
