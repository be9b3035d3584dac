import { contentLength } from '../portal/delivery/content-length.js'
import type { Delivery } from '../portal/delivery/delivery.js'
import type { ToldDelivery } from './page-api.js'

/** Of JSON, that the deliveries of one answer or update bring along. One event may have hundreds of handlers, and each of them its copy. */
const TOLD_CHARACTERS = 4_000_000

/** Deliveries as a page is told of them, the oldest first: what the older ones bring is left out where there is no room for it. */
export function tellDeliveries(deliveries: readonly Delivery[]): ToldDelivery[] {
  let left = TOLD_CHARACTERS
  const newestFirst = [...deliveries].reverse().map((delivery): ToldDelivery => {
    const length = contentLength(delivery, left)
    if (length > left) return { ...delivery, data: undefined, request: undefined, isCut: true }
    left -= length
    return delivery
  })
  return newestFirst.reverse()
}
