import { element } from '../dom.js'
import type { Option } from './combobox-options.js'

/** The list of a combobox. The focus is never in it: one of its options is the active one instead. */
export interface Listbox {
  readonly element: HTMLElement
  readonly isOpen: boolean
  /** Shows options, none of them active; with none to show it is closed. */
  open(options: readonly Option[]): void
  close(): void
  /** Makes the option of that name the active one, if there is one. */
  activate(name: string): void
  /** Makes the next or the previous option the active one; after the last comes the first. */
  move(step: 1 | -1): void
  /** Takes the active option, if there is one. */
  choose(): void
}

export interface ListboxOptions {
  id: string
  label: string
  onChoose(name: string): void
  /** Told of whether it is open, and of the active option's id. */
  onChange(isOpen: boolean, activeId: string | undefined): void
}

export function createListbox({ id, label, onChoose, onChange }: ListboxOptions): Listbox {
  const list = element('ul', { id, role: 'listbox', 'aria-label': label, hidden: true })
  let options: readonly Option[] = []
  let active = -1

  function setActive(index: number): void {
    list.children[active]?.setAttribute('aria-selected', 'false')
    active = index
    const item = list.children[active]
    item?.setAttribute('aria-selected', 'true')
    item?.scrollIntoView({ block: 'nearest' })
    onChange(!list.hidden, item?.id)
  }

  function close(): void {
    list.hidden = true
    setActive(-1)
  }

  function choose(index: number): void {
    const option = options[index]
    close()
    if (option) onChoose(option.name)
  }

  // The focus stays in the field, whatever is pressed.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', ({ target }) => {
    const item = (target as Element).closest('[role=option]')
    if (item) choose([...list.children].indexOf(item))
  })

  return {
    element: list,
    get isOpen() {
      return !list.hidden
    },
    open(newOptions) {
      options = newOptions
      list.replaceChildren(...options.map((option, index) => createItem(option, `${id}-${index}`)))
      list.hidden = options.length === 0
      setActive(-1)
    },
    close,
    activate(name) {
      setActive(options.findIndex((option) => option.name === name))
    },
    move(step) {
      const { length } = options
      // Nothing is active yet: the first or the last one.
      setActive(active < 0 && step < 0 ? length - 1 : (active + step + length) % length)
    },
    choose: () => choose(active),
  }
}

function createItem({ name, note }: Option, id: string): HTMLElement {
  const notes = note === undefined ? [] : [element('span', { class: 'badge' }, note)]
  return element(
    'li',
    { id, role: 'option', 'aria-selected': 'false' },
    element('code', {}, name),
    ' ',
    ...notes,
  )
}
