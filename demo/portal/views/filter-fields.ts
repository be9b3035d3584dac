import { type Choice, createChoices, h, type View } from '../dom.js'

/** A part of the page that the focus can be given to. */
export interface FocusableView<Data> extends View<Data> {
  focus(): void
}

/** A field for a text that is looked for. Its label is for those who do not see the placeholder. */
export function createSearchField(label: string, change: (text: string) => void): FocusableView<string> {
  const input = h('input', {
    ...{ type: 'search', 'aria-label': label, placeholder: 'Filter by text', class: 'search' },
    ...{ autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' },
  })
  input.addEventListener('input', () => change(input.value))
  return {
    element: input,
    focus: () => input.focus(),
    update(text) {
      if (input.value !== text) input.value = text
    },
  }
}

export interface SelectFieldOptions {
  label: string
  /** What stands for no choice, such as `Any event`. */
  anyLabel: string
  choose(value: string): void
}

export interface SelectFieldData {
  choices: readonly Choice[]
  chosen: string
}

/** One of some, or any. */
export function createSelectField({ label, anyLabel, choose }: SelectFieldOptions): View<SelectFieldData> {
  const select = h('select', { 'aria-label': label })
  const show = createChoices(select)
  select.addEventListener('change', () => choose(select.value))
  return {
    element: select,
    update: ({ choices, chosen }) => show([{ value: '', label: anyLabel }, ...choices], chosen),
  }
}

export const toChoice = (value: string): Choice => ({ value, label: value })
