import { h } from '../dom.js'
import { createMemo } from '../state/filtering.js'
import { readCommands, type WireFilter, type WireWay } from '../state/wire-filter.js'
import type { WireEntry } from '../state/wire-log.js'
import { createSearchField, createSelectField, type FocusableView, toChoice } from './filter-fields.js'

export interface WireFiltersData {
  entries: readonly WireEntry[]
  filter: WireFilter
}

const WAYS: readonly { value: WireWay; label: string }[] = [
  { value: 'to portal', label: 'To portal' },
  { value: 'to app', label: 'To app' },
  { value: 'http', label: 'Over HTTP' },
]

/** What of the wire is shown. */
export function createWireFilters(
  change: (filter: Partial<WireFilter>) => void,
): FocusableView<WireFiltersData> {
  const text = createSearchField('Filter the wire by text', (text) => change({ text }))
  const way = createSelectField({
    ...{ label: 'Direction', anyLabel: 'Any direction' },
    choose: (value) => change({ way: WAYS.find((one) => one.value === value)?.value ?? '' }),
  })
  const command = createSelectField({
    ...{ label: 'Command', anyLabel: 'Any command' },
    choose: (command) => change({ command }),
  })
  const refused = h('input', { type: 'checkbox' })
  refused.addEventListener('change', () => change({ isRefusedOnly: refused.checked }))
  const refusedOnly = h('label', { class: 'check' }, refused, 'Refused only')
  const readChoices = createMemo(readCommands)
  const fields = [text.element, way.element, command.element, refusedOnly]

  return {
    element: h('div', { class: 'filters', role: 'group', 'aria-label': 'Filter the wire' }, ...fields),
    focus: text.focus,
    update({ entries, filter }) {
      text.update(filter.text)
      way.update({ choices: WAYS, chosen: filter.way })
      command.update({ choices: readChoices(entries, filter).map(toChoice), chosen: filter.command })
      refused.checked = filter.isRefusedOnly
    },
  }
}
