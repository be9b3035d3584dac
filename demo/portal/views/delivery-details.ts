import type { Delivery } from 'bx24-events/portal'
import { h } from '../dom.js'
import { createPairList, createRawText, createValueList } from './value-list.js'

/** What a delivery brings along, and the request that it left as. */
export function createDeliveryDetails(delivery: Delivery, actor: string): Node[] {
  const { url, data, request } = delivery
  const about = createPairList([
    ['Raised by', actor],
    ['Handler URL', url],
    ...(request && request.url !== url ? [['Sent to', request.url] as const] : []),
  ])
  if (request) {
    return [
      about,
      h('h3', {}, 'Headers'),
      createPairList([['method', request.method], ...Object.entries(request.headers)]),
      h('h3', {}, 'Body, decoded'),
      createPairList(new URLSearchParams(request.body)),
      h('h3', {}, 'Body, as sent'),
      createRawText(request.body, 'Body, as sent'),
    ]
  }
  const why =
    delivery.state === 'skipped'
      ? 'No request was sent.'
      : 'The request is written when it leaves the queue: with tokens and the time of that moment.'
  return [about, h('h3', {}, 'Data of the event'), createValueList(data), h('p', { class: 'quiet' }, why)]
}
