import { element } from '../dom.js'

/** Shows a decoded value: names and values, and what is nested indented. */
export function createValueTree(value: unknown): HTMLElement {
  if (typeof value !== 'object' || value === null) return createLeaf(value)
  const entries = Object.entries(value)
  if (entries.length === 0) return element('span', { class: 'quiet' }, '(nothing)')
  return element(
    'ul',
    { class: 'tree' },
    ...entries.map(([name, inner]) =>
      element('li', {}, element('span', { class: 'tree-name' }, name), ' ', createValueTree(inner)),
    ),
  )
}

function createLeaf(value: unknown): HTMLElement {
  if (value === '' || value === undefined) return element('span', { class: 'quiet' }, '(empty)')
  return element('code', {}, String(value))
}
