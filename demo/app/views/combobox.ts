import { element } from '../dom.js'
import { findMatches, type Option } from './combobox-options.js'
import { createListbox, type Listbox } from './listbox.js'

export interface Combobox {
  readonly element: HTMLElement
  render(value: string, options: readonly Option[]): void
}

export interface ComboboxOptions {
  id: string
  /** The accessible name of the list. */
  listLabel: string
  /** The id of what explains the field. */
  describedBy: string
  onChange(value: string): void
}

/**
 * A text field that offers what is in a list, after the pattern "Editable Combobox With List Autocomplete" of ARIA: any
 * text may be typed, and the focus stays in the field while the arrows move through the list.
 */
export function createCombobox({ id, listLabel, describedBy, onChange }: ComboboxOptions): Combobox {
  const field = element('input', {
    ...{
      id,
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
    },
    ...{ 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${id}-list` },
    'aria-describedby': describedBy,
  })
  const list = createListbox({
    id: `${id}-list`,
    label: listLabel,
    onChoose: onChange,
    onChange(isOpen, activeId) {
      field.setAttribute('aria-expanded', String(isOpen))
      if (activeId === undefined) field.removeAttribute('aria-activedescendant')
      else field.setAttribute('aria-activedescendant', activeId)
    },
  })
  let options: readonly Option[] = []

  function offerAll(): void {
    list.open(options)
    list.activate(field.value.toUpperCase())
  }

  function offerMatches(): void {
    const matches = findMatches(options, field.value)
    // A name that is complete needs no list, which would lie over the fields below.
    const isComplete = matches.length === 1 && matches[0]?.name === field.value.toUpperCase()
    list.open(isComplete ? [] : matches)
  }

  field.addEventListener('input', () => {
    onChange(field.value)
    offerMatches()
  })
  field.addEventListener('click', () => {
    if (!list.isOpen) offerAll()
  })
  field.addEventListener('blur', list.close)
  listenToKeys(field, list, offerAll)

  return {
    element: element('div', { class: 'combobox' }, field, createArrow(field, list, offerAll), list.element),
    render(value, newOptions) {
      if (field.value !== value) field.value = value
      if (options === newOptions) return
      options = newOptions
      if (list.isOpen) offerMatches()
    },
  }
}

function listenToKeys(field: HTMLElement, list: Listbox, offerAll: () => void): void {
  const arrows = new Map<string, () => void>([
    ['ArrowDown', () => list.move(1)],
    ['ArrowUp', () => list.move(-1)],
  ])
  const endings = new Map<string, () => void>([
    ['Enter', list.choose],
    ['Escape', list.close],
  ])
  field.addEventListener('keydown', (event) => {
    const arrow = list.isOpen ? arrows.get(event.key) : arrows.has(event.key) && offerAll
    const ending = list.isOpen && endings.get(event.key)
    const act = arrow || ending
    // What is not for the list does what it always does: Enter sends the form.
    if (!act) return
    event.preventDefault()
    act()
  })
}

/** For the mouse only: by keyboard, the arrow keys do the same. */
function createArrow(field: HTMLElement, list: Listbox, offerAll: () => void): HTMLElement {
  const arrow = element('span', { class: 'combobox-arrow', 'aria-hidden': true })
  arrow.addEventListener('mousedown', (event) => event.preventDefault())
  arrow.addEventListener('click', () => {
    field.focus()
    if (list.isOpen) list.close()
    else offerAll()
  })
  return arrow
}
