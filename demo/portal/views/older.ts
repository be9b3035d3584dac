import { button, h, setAttribute, setText, type View } from '../dom.js'
import { writeNumber } from '../words.js'

export interface OlderOptions {
  load(): void
  /** Takes the focus where the button goes because there is nothing left to load. */
  focusElse(): void
}

export interface OlderData {
  /** How many the page does not hold. */
  count: number
  isLoading: boolean
}

/** Says what the page does not hold, and fetches it. */
export function createOlder({ load, focusElse }: OlderOptions): View<OlderData> {
  const text = h('span', { class: 'quiet' })
  const press = button('Load older', load, { class: 'small' })
  const element = h('p', { class: 'older' }, text, press)
  return {
    element,
    update({ count, isLoading }) {
      const hadFocus = element.contains(document.activeElement)
      setText(text, `${writeNumber(count)} older ones are not here, and no filter finds them.`)
      setText(press, isLoading ? 'Loading…' : 'Load older')
      setAttribute(element, 'hidden', count <= 0)
      if (hadFocus && count <= 0) focusElse()
    },
  }
}
