import type { Received } from '../../server/received.js'
import { element, headingId, section } from '../dom.js'
import type { ReceivedList } from '../state.js'
import { createReceivedItem, type ReceivedItem } from './received-item.js'
import { type View, whenChanged } from './view.js'

const TITLE = 'What the handler received'

/** Where the list is, for what leads to it. */
export const RECEIVED_ID = headingId(TITLE)

/** The POSTs that reached the app's handler, the newest first. */
export function createReceivedView(): View {
  const connection = element('p', { role: 'status' })
  const list = element('ol', { class: 'received' })
  const shown = new Map<Received['id'], ReceivedItem>()

  // What is there already stays as it is: with its details open, and the focus in it.
  const show = whenChanged((items: readonly Received[]) => {
    const ids = new Set(items.map(({ id }) => id))
    for (const [id, item] of shown) {
      if (ids.has(id)) continue
      item.element.remove()
      shown.delete(id)
    }
    for (const received of items) {
      const item = shown.get(received.id) ?? createReceivedItem()
      item.render(received)
      if (shown.has(received.id)) continue
      shown.set(received.id, item)
      list.prepend(item.element)
    }
  })

  return {
    element: section(TITLE, explain(), connection, list),
    render({ received }) {
      const { text, tone } = describeConnection(received)
      connection.className = tone
      if (connection.textContent !== text) connection.textContent = text
      show(received.items)
    },
  }
}

function explain(): HTMLElement {
  return element(
    'p',
    { class: 'hint' },
    'The handler calls the portal back ',
    element('strong', {}, 'with the token of the very POST'),
    ', never with a stored one: so it acts with the rights of the user whom the event is about.',
  )
}

function describeConnection({ connection, items }: ReceivedList): { text: string; tone: string } {
  switch (connection) {
    case 'connecting':
      return { text: "Connecting to the app's server…", tone: 'hint' }
    case 'lost':
      return { text: "The connection to the app's server is lost. Trying again…", tone: 'badge wait' }
    case 'refused':
      return { text: "The app's server refuses to tell. Reload the page.", tone: 'badge bad' }
    case 'live':
      if (items.length === 0) {
        return { text: 'Nothing yet. Bind an event, then do something in the portal.', tone: 'hint' }
      }
      return { text: `${items.length} received, the newest first.`, tone: 'hint' }
  }
}
