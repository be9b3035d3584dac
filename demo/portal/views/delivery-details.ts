import { type Delivery, type DeliveryRequest, readForm } from 'bx24-events/portal'
import type { ToldDelivery } from 'bx24-events/server'
import type { TakeOptions } from '../actions/take-away.js'
import { button, h } from '../dom.js'
import { createFacts, createPairList, createRawText, createValueList } from './value-list.js'

export interface DetailedDelivery {
  delivery: ToldDelivery
  /** Whether its handler is still bound. */
  isBound: boolean
  /** Who raised the event. */
  actor: string
}

export interface DeliveryDetailsOptions {
  copyCurl(options: TakeOptions): void
}

/** What a delivery brings along, and the request that it left as. */
export function createDeliveryDetails(
  { delivery, isBound, actor }: DetailedDelivery,
  { copyCurl }: DeliveryDetailsOptions,
): Node[] {
  const { id, handlerId, url, data, request, state, isCut } = delivery
  const handler = isBound
    ? h('a', { href: `#handler-${handlerId}` }, `Handler ${handlerId}`)
    : h('span', {}, `${handlerId}, bound no more`)
  const about = createFacts([
    ['Raised by', actor],
    ['Handler', handler],
    ['Handler URL', h('code', { class: 'breaks' }, url)],
    ...(request && request.url !== url
      ? [['Sent to', h('code', { class: 'breaks' }, request.url)] as const]
      : []),
  ])
  if (isCut) return [about, h('p', { class: 'quiet' }, CUT)]
  if (request) return [about, createCopies(id, copyCurl), ...describeRequest(request)]
  return [
    about,
    h('h3', {}, 'Data of the event'),
    createValueList(data),
    h('p', { class: 'quiet' }, describeMissing(state)),
  ]
}

const CUT =
  'What it brings along is too long to be told beside the others, and is loaded now; of more than 4,000,000 characters it is not. The portal has it all the same, and the handler gets it whole.'

function describeRequest({ method, headers, body }: DeliveryRequest): Node[] {
  return [
    h('h3', {}, 'Headers'),
    createPairList([['method', method], ...Object.entries(headers)]),
    h('h3', {}, 'Body, as understood'),
    createValueList(readForm(body)),
    h('h3', {}, 'Body, as sent'),
    createRawText(body, 'Body, as sent'),
  ]
}

/** Two buttons, and not a switch: tokens are taken along by a press that says so, and by no other. */
function createCopies(id: Delivery['id'], copyCurl: DeliveryDetailsOptions['copyCurl']): HTMLElement {
  const create = (label: string, withTokens: boolean) =>
    button(label, () => copyCurl({ withTokens }), { class: 'small', 'aria-label': `${label}: #${id}` })
  return h('p', { class: 'takes' }, create('Copy as cURL', false), create('Copy as cURL with tokens', true))
}

function describeMissing(state: Delivery['state']): string {
  switch (state) {
    case 'queued':
      return 'The request is written when it leaves the queue: with tokens and the time of that moment.'
    case 'skipped':
      return 'No request was sent.'
    default:
      return 'The portal keeps the requests of the newest 1,000 deliveries, 10,000,000 characters at most, and this one is older.'
  }
}
