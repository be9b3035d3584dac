import { button, h, setAttribute, setText, type View } from '../dom.js'
import { PAGE_SIZE, type Page } from '../state/paging.js'
import { writeNumber } from '../words.js'

export interface PagerOptions<Item> {
  /** What there are pages of, such as `deliveries`. */
  noun: string
  /** Shows the page that starts there; `undefined`: the newest. */
  turn(top: Item | undefined): void
}

/** Leads through the pages of a long list. */
export function createPager<Item>({ noun, turn }: PagerOptions<Item>): View<Page<Item>> {
  const place = h('span', { class: 'quiet place' })
  let shown: Page<Item> | undefined
  const newest = createTurn(`Newest`, noun, () => turn(undefined))
  const newer = createTurn('Newer', noun, () => turn(shown?.newer))
  const older = createTurn('Older', noun, () => turn(shown?.older))
  const element = h(
    'nav',
    { class: 'pager', 'aria-label': `Pages of ${noun}` },
    ...[newest.element, newer.element, older.element, place],
  )

  return {
    element,
    update(page) {
      shown = page
      newest.allow(!page.isNewest)
      newer.allow(!page.isNewest)
      older.allow(page.older !== undefined)
      setText(place, `${writeNumber(page.first)}–${writeNumber(page.last)} of ${writeNumber(page.total)}`)
      setAttribute(element, 'hidden', page.isNewest && page.total <= PAGE_SIZE)
    },
  }
}

/** What can't be pressed now keeps the focus all the same: a person turns page after page with it. */
function createTurn(label: string, noun: string, press: () => void) {
  let isAllowed = false
  const element = button(label, () => isAllowed && press(), { 'aria-label': `${label} ${noun}` })
  return {
    element,
    allow(allowed: boolean) {
      isAllowed = allowed
      setAttribute(element, 'aria-disabled', allowed ? false : 'true')
    },
  }
}
