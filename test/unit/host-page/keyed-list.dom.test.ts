import { beforeEach, expect, it } from 'vitest'
import { createKeyedList, h, setText } from '../../../demo/portal/dom.js'

interface Item {
  key: string
  text: string
}

let container: HTMLElement
let show: (items: readonly Item[]) => void

beforeEach(() => {
  container = h('ul')
  document.body.replaceChildren(container)
  show = createKeyedList<Item>(container, {
    keyOf: ({ key }) => key,
    create() {
      const element = h('li', { tabindex: '0' })
      return { element, update: ({ text }) => setText(element, text) }
    },
  })
})

const item = (key: string, text = key): Item => ({ key, text })
const texts = () => [...container.children].map(({ textContent }) => textContent)

it('shows items in their order, whatever order they had', () => {
  show([item('a'), item('b'), item('c')])
  expect(texts()).toEqual(['a', 'b', 'c'])
  show([item('d'), item('c'), item('a')])
  expect(texts()).toEqual(['d', 'c', 'a'])
  show([])
  expect(texts()).toEqual([])
})

it('keeps the element of an item, and its focus, when others come and go around it', () => {
  show([item('a'), item('b')])
  const [, element] = container.children
  ;(element as HTMLElement).focus()
  show([item('new'), item('b', 'changed')])
  expect(container.children[1]).toBe(element)
  expect(document.activeElement).toBe(element)
  expect(texts()).toEqual(['new', 'changed'])
})

it('takes no element of its place that stays in order', async () => {
  show([item('a'), item('b'), item('c')])
  const records: MutationRecord[] = []
  const observer = new MutationObserver((seen) => records.push(...seen))
  observer.observe(container, { childList: true })
  show([item('newest'), item('a'), item('b')])
  records.push(...observer.takeRecords())
  const moved = records.flatMap(({ addedNodes }) => [...addedNodes]).map(({ textContent }) => textContent)
  expect(moved).toEqual(['newest'])
})
