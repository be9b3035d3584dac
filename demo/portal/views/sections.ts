import { h } from '../dom.js'

export interface Part {
  readonly element: HTMLElement
  /** Default: as its heading calls it. */
  readonly title?: string
}

/**
 * Leads to each part of the page: the logs can have hundreds of rows to tab through. Where the page is one long column all see
 * it, elsewhere who works by keyboard.
 */
export function createSections(parts: readonly Part[]): HTMLElement {
  const links = parts.map(({ element, title }) => {
    const text = title ?? element.querySelector('h2')?.textContent ?? ''
    return h('li', {}, h('a', { href: `#${element.id}` }, text))
  })
  return h('nav', { class: 'sections', 'aria-label': 'Sections' }, h('ul', {}, ...links))
}
