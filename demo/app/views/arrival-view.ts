import type { Received } from '../../server/received.js'
import { clockTime, element } from '../dom.js'
import { RECEIVED_ID } from './received-view.js'
import type { View } from './view.js'

/** The newest POST that reached the handler, in a few words: the list itself may be out of sight. */
export function createArrivalView(): View {
  const arrival = element('p', { class: 'arrival', role: 'status' })
  let shown: Received['id'] | undefined
  return {
    element: arrival,
    render({ received: { items } }) {
      const newest = items.at(-1)
      // A POST changes once more when REST has answered: it is not to be read out twice.
      if (newest?.id === shown) return
      shown = newest?.id
      arrival.replaceChildren(...(newest ? [createLink(newest)] : []))
    },
  }
}

function createLink({ event, verified, at }: Received): HTMLElement {
  const verb = verified ? 'received' : 'refused'
  return element(
    'a',
    { href: `#${RECEIVED_ID}`, class: verified ? 'good' : 'bad' },
    `Handler ${verb} ${event} at ${clockTime(at)}`,
  )
}
