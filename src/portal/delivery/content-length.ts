import { jsonLength } from '../json-bounds.js'
import type { Delivery } from './delivery.js'

/** About how many characters of JSON a delivery brings along: its data, and what was sent. Where they are more than `most`, some number above that. */
export function contentLength({ data, request }: Delivery, most: number): number {
  // A form has nothing in it that JSON writes in another way.
  return jsonLength(data, most) + (request?.body.length ?? 0)
}
