import { h } from '../dom.js'

/** What is above all else. The styles are told its height: where it stays in sight, the rest begins below it. */
export function createAbove(...parts: readonly HTMLElement[]): HTMLElement {
  const element = h('div', { class: 'above' }, ...parts)
  const { style } = document.documentElement
  new ResizeObserver(() => style.setProperty('--above', `${element.offsetHeight}px`)).observe(element)
  return element
}
