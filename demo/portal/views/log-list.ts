import { createKeyedList, h, type View } from '../dom.js'
import type { Page } from '../state/paging.js'
import { createPager, type PagerOptions } from './pager.js'

export interface LogRow<Item> {
  /** The line that is always in sight. */
  summary: HTMLElement
  /** A button beside it. */
  tool?: HTMLElement
  update(item: Item): void
  /** What opening the row shows, as the item is now. */
  describe(item: Item): readonly Node[]
  /** Whether an open row has to be described anew. Default: it never has. */
  isOther?(before: Item, after: Item): boolean
}

/** A row that can be opened. What is in it is made when it is opened, so that a long log costs little. */
export function createLogRow<Item>(first: Item, row: LogRow<Item>): View<Item> {
  const body = h('div', { class: 'log-body' })
  const details = h('details', {}, row.summary, body)
  let shown: Item | undefined
  let current = first

  function describe(): void {
    shown = current
    body.replaceChildren(...row.describe(current))
  }

  details.addEventListener('toggle', () => {
    if (details.open && shown === undefined) describe()
  })

  return {
    element: row.tool ? h('li', { class: 'has-tool' }, details, row.tool) : h('li', {}, details),
    update(item) {
      current = item
      row.update(item)
      if (shown !== undefined && row.isOther?.(shown, item)) describe()
    },
  }
}

export interface LogListOptions<Item> extends PagerOptions<Item> {
  label: string
  keyOf(item: Item): number
  create(item: Item): View<Item>
  /** Takes the focus where a row has it that goes, and no row is left. */
  focusElse(): void
}

/** Shows one page of a list, the newest first. All of its rows are in the page. */
export function createLogList<Item>(options: LogListOptions<Item>): View<Page<Item>> {
  const list = h('ol', { class: 'log', 'aria-label': options.label })
  const show = createKeyedList(list, options)
  const pager = createPager<Item>({
    noun: options.noun,
    turn(top) {
      options.turn(top)
      list.scrollTop = 0
    },
  })

  return {
    element: h('div', { class: 'log-frame' }, list, pager.element),
    update(page) {
      keepFocus(list, { change: () => show(page.items), focusElse: options.focusElse })
      pager.update(page)
    },
  }
}

/** A row that goes while it has the focus hands it to the one that takes its place, so that a person goes on from there. */
function keepFocus(
  list: HTMLElement,
  { change, focusElse }: { change: () => void; focusElse: () => void },
): void {
  const { activeElement } = document
  const rows = [...list.children]
  const row = rows.findIndex((one) => one.contains(activeElement))
  change()
  if (row < 0 || rows[row]?.isConnected) return
  const next = list.children[Math.min(row, list.children.length - 1)]
  if (!next) return focusElse()
  // A note of the wire has nothing in it that could have the focus.
  const control = next.querySelector<HTMLElement>('summary') ?? list.querySelector<HTMLElement>('summary')
  if (control) control.focus({ preventScroll: true })
  else focusElse()
}
