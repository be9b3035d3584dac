import { h } from '../dom.js'

export interface AboveOptions {
  /** What scrolls away in a small window. */
  parts: readonly HTMLElement[]
  /** What stays in sight in every window. */
  strip: HTMLElement
}

/** What is above all else. The styles are told how high it stays in sight: the rest begins below it. */
export function createAbove({ parts, strip }: AboveOptions): HTMLElement {
  const element = h('div', { class: 'above' }, ...parts, strip)
  const { style } = document.documentElement
  const observer = new ResizeObserver(() => {
    // Where only the strip stays, the whole has no box of its own.
    style.setProperty('--above', `${element.offsetHeight || strip.offsetHeight}px`)
  })
  for (const observed of [element, strip]) observer.observe(observed)
  return element
}
