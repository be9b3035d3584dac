import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Combobox, createCombobox } from '../../../demo/app/views/combobox.js'
import { findMatches } from '../../../demo/app/views/combobox-options.js'

const options = [
  { name: 'ONCRMDEALADD' },
  { name: 'ONCRMDEALDELETE' },
  { name: 'ONTASKADD' },
  { name: 'ONBOOKINGADD', note: 'out of scope' },
]

let combobox: Combobox
let field: HTMLInputElement
let value: string

beforeEach(() => {
  value = 'ONCRMDEALADD'
  combobox = createCombobox({
    ...{ id: 'event', listLabel: 'Events', describedBy: 'hint' },
    onChange(newValue) {
      value = newValue
      combobox.render(value, options)
    },
  })
  combobox.render(value, options)
  document.body.append(combobox.element)
  field = combobox.element.querySelector('input') as HTMLInputElement
  field.focus()
})
afterEach(() => combobox.element.remove())

const list = () => combobox.element.querySelector('[role=listbox]') as HTMLElement
const isOpen = () => !list().hidden && field.getAttribute('aria-expanded') === 'true'
const offered = () => [...list().querySelectorAll('code')].map(({ textContent }) => textContent)
const active = () => {
  const item = document.getElementById(field.getAttribute('aria-activedescendant') ?? '')
  return item?.getAttribute('aria-selected') === 'true' ? item.querySelector('code')?.textContent : undefined
}

function type(text: string): void {
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Answers whether the key did what it does without a list too, such as sending the form. */
function press(key: string): boolean {
  return field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

describe('typing', () => {
  it('offers what has each word in its name', () => {
    type('deal')
    expect(isOpen()).toBe(true)
    expect(offered()).toEqual(['ONCRMDEALADD', 'ONCRMDEALDELETE'])
    type('add task')
    expect(offered()).toEqual(['ONTASKADD'])
  })

  it.each(['ONTASKADD', 'OnTaskAdd', 'ONNOTHING'])('offers nothing over the fields below for %s', (text) => {
    type('task')
    type(text)
    expect(isOpen()).toBe(false)
    expect(value).toBe(text)
  })

  it('shows what is to be said about an event', () => {
    type('booking')
    expect(list().querySelector('li')?.textContent).toBe('ONBOOKINGADD out of scope')
  })
})

describe('by keyboard', () => {
  it('opens at the event of the field, and moves around', () => {
    press('ArrowDown')
    expect([isOpen(), offered().length, active()]).toEqual([true, 4, 'ONCRMDEALADD'])
    press('ArrowDown')
    expect(active()).toBe('ONCRMDEALDELETE')
    press('ArrowUp')
    press('ArrowUp')
    expect(active()).toBe('ONBOOKINGADD')
    press('ArrowDown')
    expect(active()).toBe('ONCRMDEALADD')
  })

  it('starts at the first one, or the last, where none is active', () => {
    type('o')
    expect(active()).toBeUndefined()
    press('ArrowDown')
    expect(active()).toBe('ONCRMDEALADD')
    type('on')
    press('ArrowUp')
    expect(active()).toBe('ONBOOKINGADD')
  })

  it('takes the active one with Enter, which sends the form only where the list is closed', () => {
    type('task')
    press('ArrowDown')
    expect(press('Enter')).toBe(false)
    expect([value, field.value, isOpen()]).toEqual(['ONTASKADD', 'ONTASKADD', false])
    expect(press('Enter')).toBe(true)
  })

  it('leaves what was typed alone where Enter or Escape closes the list', () => {
    for (const key of ['Enter', 'Escape']) {
      type('deal')
      press(key)
      expect([value, isOpen()]).toEqual(['deal', false])
    }
  })

  it('closes where the focus leaves', () => {
    press('ArrowDown')
    field.dispatchEvent(new FocusEvent('blur'))
    expect(isOpen()).toBe(false)
  })
})

describe('by mouse', () => {
  it('opens by a click on the field, takes what is clicked, and keeps the focus in the field', () => {
    field.click()
    const item = list().querySelectorAll('li')[2] as HTMLElement
    const isFocusMoved = item.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }))
    item.click()
    expect([value, isOpen(), isFocusMoved]).toEqual(['ONTASKADD', false, false])
  })

  it('opens and closes by the arrow', () => {
    const arrow = combobox.element.querySelector('.combobox-arrow') as HTMLElement
    arrow.click()
    expect(isOpen()).toBe(true)
    arrow.click()
    expect(isOpen()).toBe(false)
  })
})

it('shows other options at once where they come while it is open', () => {
  type('user')
  expect(isOpen()).toBe(false)
  type('o')
  combobox.render('o', [{ name: 'ONUSERADD' }])
  expect(offered()).toEqual(['ONUSERADD'])
})

it('finds all where nothing is typed', () => {
  expect(findMatches(options, '  ')).toHaveLength(options.length)
})
