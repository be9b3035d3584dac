import type { ExplainedHandler, Handler, User } from 'bx24-events/portal'
import { button, createKeyedList, h, setAttribute, setText, type View } from '../dom.js'
import { findActingUser, type PageModel } from '../state/model.js'
import { writeLifeMoment } from '../step-words.js'
import { describeVerdict, writeAuthType, writeTime, writeUser } from '../words.js'
import { createOutcome, createTold } from './outcome.js'
import { createPanel } from './panel.js'

export interface HandlersOptions {
  /** Puts a handler to the test: does it believe anybody? */
  forge(handlerId: Handler['id']): void
  /** Shows the deliveries of one handler. */
  showDeliveriesOf(handlerId: Handler['id']): void
}

export type HandlersData = Pick<
  PageModel,
  'portal' | 'chosenUserId' | 'isAppOpen' | 'actor' | 'explained' | 'explainFailure' | 'forged'
>

interface HandlerRow {
  handler: Handler
  users: readonly User[]
  /** Of what the verdict is. */
  ifActed: string
  explained: ExplainedHandler | undefined
}

// Where it is narrow each row is a card. A table that is not laid out as one keeps its meaning by its roles only.
const COLUMN = { role: 'columnheader', scope: 'col' }

/** From how many characters on a URL has a place of some lines, and is scrolled in it: by keyboard too. */
const LONG_URL = 150
const SCROLLED = { tabindex: '0', role: 'group', 'aria-label': 'Handler URL' }

const FORGE = '“Forge” sends a POST with a wrong application_token. A good handler answers 403.'

/** Who is bound to what, and whether it would be called now. */
export function createHandlersPanel(options: HandlersOptions): View<HandlersData> {
  const rows = h('tbody', { role: 'rowgroup' })
  const column = h('th', COLUMN)
  const columns = ['No.', 'Event and handler', column, 'Runs as', 'Test'].map((name) =>
    typeof name === 'string' ? h('th', COLUMN, name) : name,
  )
  const head = h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...columns))
  const table = h('table', { role: 'table' }, head, rows)
  // Can be scrolled on narrow screens, and so it must be reached by keyboard.
  const scroller = h('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Table' }, table)
  const empty = h('p', { class: 'empty' })
  const failure = createOutcome()
  const forged = createTold(FORGE)
  const { element, tools } = createPanel('Handlers', empty, scroller, failure.element, forged.element)
  const showRows = createKeyedList<HandlerRow>(rows, {
    keyOf: ({ handler }) => handler.id,
    create: (row) => createRow(row, options),
  })

  return {
    element,
    update(data) {
      const { portal, explained, explainFailure } = data
      const { handlers = [], users = [] } = portal ?? {}
      const actor = findActingUser(data)
      const ifActed = `If ${actor === undefined ? 'a robot' : writeUser(users, actor)} acts`
      setText(column, ifActed)
      showRows(handlers.map((handler) => ({ handler, users, ifActed, explained: explained.get(handler.id) })))
      setText(empty, describeNothingBound(data))
      setAttribute(empty, 'hidden', handlers.length > 0 || !portal)
      setAttribute(scroller, 'hidden', handlers.length === 0)
      setText(tools, handlers.length > 0 ? `${handlers.length} bound` : '')
      failure.update(explainFailure)
      forged.update(data.forged)
      setAttribute(forged.element, 'hidden', handlers.length === 0)
    },
  }
}

function describeNothingBound({ portal, isAppOpen }: Pick<HandlersData, 'portal' | 'isAppOpen'>): string {
  if (portal?.app.stage === 'uninstalled') return `Nothing is bound: ${portal.app.title} is not installed.`
  if (!isAppOpen) return 'Nothing is bound, and the app is not open. Its back end can call event.bind.'
  return 'Nothing is bound. Press callBind in the app, or let its back end call event.bind.'
}

function createRow({ handler }: HandlerRow, { forge, showDeliveriesOf }: HandlersOptions): View<HandlerRow> {
  const { id, event, authType } = handler
  const lifeMoment = writeLifeMoment(event)
  const verdict = createCell({ class: 'verdict' })
  const runsAs = createCell({ 'data-label': 'Runs as' })
  const test = button('Forge', () => forge(id), {
    ...{ class: 'small', 'aria-label': `Forge a delivery to handler ${id}, ${event}` },
  })
  const element = h(
    'tr',
    // What a delivery leads to.
    { id: `handler-${id}`, role: 'row', tabindex: '-1' },
    createCell({ class: 'number' }, createNumber(id, showDeliveriesOf)),
    createCell({ class: 'event' }, ...describeBinding(handler)),
    ...[verdict, runsAs, createCell({}, test)],
  )
  return {
    element,
    update({ users, ifActed, explained }) {
      setText(runsAs, writeAuthType(users, authType))
      if (lifeMoment !== undefined) return setText(verdict, `called ${lifeMoment}`)
      const told = describeVerdict(explained)
      setAttribute(verdict, 'data-label', ifActed)
      setAttribute(verdict, 'data-tone', told?.tone ?? false)
      setText(verdict, told?.text ?? '…')
    },
  }
}

function createNumber(id: Handler['id'], show: HandlersOptions['showDeliveriesOf']): HTMLElement {
  const label = `${id}: show the deliveries of this handler`
  const attributes = { href: '#deliveries', 'aria-label': label, title: 'Show its deliveries' }
  const number = h('a', attributes, String(id))
  number.addEventListener('click', () => show(id))
  return number
}

function describeBinding({ event, url, boundAt }: Handler): (Node | string)[] {
  const time = { class: 'quiet', datetime: new Date(boundAt).toISOString() }
  return [
    ...[h('code', {}, event), ' ', h('time', time, `bound ${writeTime(boundAt)}`)],
    h('code', { class: 'url quiet', ...(url.length > LONG_URL ? SCROLLED : {}) }, ...breakAtSlashes(url)),
  ]
}

const createCell = (attributes: Readonly<Record<string, string>>, ...children: (Node | string)[]) =>
  h('td', { role: 'cell', ...attributes }, ...children)

/** A line ends after a slash rather than within a word. */
function breakAtSlashes(url: string): (Node | string)[] {
  return url.split(/(?<=\/)(?!\/)/).flatMap((part) => [part, h('wbr')])
}
