import { button, h, setAttribute, setText, type View } from '../dom.js'

export interface EmptyOptions {
  /** What is said where there is something, and a filter hides all of it. */
  noMatch: string
  /** Takes the filter away. */
  showAll(): void
}

export interface EmptyData {
  /** What is said where there is nothing at all: what to do. */
  nothing: string
  /** `undefined`: not known yet. */
  all: number | undefined
  shown: number
}

/** Stands in the place of a list that shows nothing. */
export function createEmpty({ noMatch, showAll }: EmptyOptions): View<EmptyData> {
  const text = h('p', {})
  const press = button('Show all', showAll)
  const element = h('div', { class: 'empty' }, text, press)
  return {
    element,
    update({ nothing, all, shown }) {
      setText(text, all === 0 ? nothing : noMatch)
      setAttribute(press, 'hidden', all === 0)
      setAttribute(element, 'hidden', all === undefined || shown > 0)
    },
  }
}
