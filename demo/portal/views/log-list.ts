import { createKeyedList, h, type View } from '../dom.js'

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

export interface LogListOptions<Item> {
  label: string
  keyOf(item: Item): number
  create(item: Item): View<Item>
}

/** Shows the newest first, from items of which the oldest comes first. */
export function createLogList<Item>(options: LogListOptions<Item>): View<readonly Item[]> {
  const element = h('ol', { class: 'log', reversed: true, 'aria-label': options.label })
  const show = createKeyedList(element, options)
  return { element, update: (items) => show([...items].reverse()) }
}
