import type { Handler, User } from 'bx24-events/portal'
import { createKeyedList, h, setAttribute, setText, type View } from '../dom.js'
import { writeAuthType, writeTime } from '../words.js'
import { createForge, type ForgeData, type ForgeOptions } from './forge.js'
import { createPanel } from './panel.js'

interface HandlerRow {
  handler: Handler
  users: readonly User[]
}

/** Who is bound to what. */
export function createHandlersPanel(options: ForgeOptions): View<ForgeData> {
  const rows = h('tbody')
  const columns = ['No.', 'Event', 'Handler URL', 'Runs as', 'Bound'].map((name) =>
    h('th', { scope: 'col' }, name),
  )
  const table = h('table', {}, h('thead', {}, h('tr', {}, ...columns)), rows)
  // Can be scrolled on narrow screens, and so it must be reached by keyboard.
  const scroller = h('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Table' }, table)
  const empty = h(
    'p',
    { class: 'empty' },
    'Nothing is bound. Press callBind in the app, or let its back end call event.bind.',
  )
  const forge = createForge(options)
  const { element, tools } = createPanel('Handlers', empty, scroller, forge.element)
  const showRows = createKeyedList<HandlerRow>(rows, {
    keyOf: ({ handler }) => handler.id,
    create: createRow,
  })

  return {
    element,
    update(data) {
      const { handlers = [], users = [] } = data.portal ?? {}
      showRows(handlers.map((handler) => ({ handler, users })))
      setAttribute(empty, 'hidden', handlers.length > 0 || !data.portal)
      setAttribute(scroller, 'hidden', handlers.length === 0)
      setText(tools, handlers.length > 0 ? `${handlers.length} bound` : '')
      forge.update(data)
    },
  }
}

function createRow({ handler }: HandlerRow): View<HandlerRow> {
  const { id, event, url, authType, boundAt } = handler
  const runsAs = h('td')
  const element = h(
    'tr',
    {},
    h('td', { class: 'number' }, String(id)),
    h('td', {}, h('code', {}, event)),
    h('td', {}, h('code', { class: 'breaks' }, url)),
    runsAs,
    h('td', {}, h('time', { datetime: new Date(boundAt).toISOString() }, writeTime(boundAt))),
  )
  return { element, update: ({ users }) => setText(runsAs, writeAuthType(users, authType)) }
}
