import { h } from '../dom.js'

/** A hostile app may nest and repeat as it likes: what is shown of it has a bound. */
const SHOWN_DEPTH = 8
const SHOWN_MEMBERS = 200

/** A value of JSON as nested lists of names and values. */
export function createValueList(value: unknown, depth = 0): HTMLElement {
  if (typeof value !== 'object' || value === null)
    return h('code', { class: 'breaks' }, value === '' ? 'empty text' : String(value))
  const members = Object.entries(value)
  if (members.length === 0)
    return h('code', { class: 'quiet' }, Array.isArray(value) ? 'empty list' : 'empty')
  if (depth >= SHOWN_DEPTH) return h('span', { class: 'quiet' }, 'more, see the message as it was sent')
  const list = h('dl', { class: 'values' })
  for (const [name, member] of members.slice(0, SHOWN_MEMBERS))
    list.append(h('div', {}, h('dt', {}, name), h('dd', {}, createValueList(member, depth + 1))))
  const more = members.length - SHOWN_MEMBERS
  if (more <= 0) return list
  return h('div', {}, list, h('p', { class: 'quiet' }, `and ${more} more`))
}

/** Names and texts, one a line: headers, or the fields of a form. */
export function createPairList(pairs: Iterable<readonly [string, string]>): HTMLElement {
  return createFacts([...pairs].map(([name, value]) => [name, h('code', { class: 'breaks' }, value)]))
}

/** Names and what there is to say of them, one a line. */
export function createFacts(facts: readonly (readonly [string, Node | string])[]): HTMLElement {
  const rows = facts.map(([name, fact]) => h('div', {}, h('dt', {}, name), h('dd', {}, fact)))
  return h('dl', { class: 'values' }, ...rows)
}

/** A text as it was sent. It is scrolled where it is long, and so it must be reached by keyboard. */
export function createRawText(text: string, label: string): HTMLElement {
  return h('pre', { class: 'raw', tabindex: '0', role: 'group', 'aria-label': label }, text)
}
