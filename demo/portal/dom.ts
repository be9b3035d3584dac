type Attributes = Readonly<Record<string, string | boolean>>

/** A part of the page that shows data, again and again. */
export interface View<Data> {
  readonly element: HTMLElement
  update(data: Data): void
}

/** Makes an element. Children that are text stay text: what is shown may come from a hostile app. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  element.append(...children)
  return element
}

/** `true` sets an attribute without a value, `false` takes it away. */
export function setAttribute(element: Element, name: string, value: string | boolean): void {
  if (value === false) element.removeAttribute(name)
  else if (element.getAttribute(name) !== (value === true ? '' : value))
    element.setAttribute(name, value === true ? '' : value)
}

/** Touches the page only where the text is another: selections stay, and nothing is read out twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, label)
  element.addEventListener('click', press)
  return element
}

export interface KeyedListOptions<Item> {
  keyOf(item: Item): string | number
  create(item: Item): View<Item>
}

/** Shows a list in its order. An item keeps its element, and with it focus, what is open, and its scroll position. */
export function createKeyedList<Item>(
  container: Element,
  { keyOf, create }: KeyedListOptions<Item>,
): (items: readonly Item[]) => void {
  const views = new Map<string | number, View<Item>>()

  return (items) => {
    const keys = new Set(items.map(keyOf))
    for (const [key, { element }] of views) {
      if (keys.has(key)) continue
      element.remove()
      views.delete(key)
    }
    let place = container.firstElementChild
    for (const item of items) {
      const view = views.get(keyOf(item)) ?? create(item)
      views.set(keyOf(item), view)
      view.update(item)
      if (view.element === place) place = place.nextElementSibling
      else container.insertBefore(view.element, place)
    }
  }
}

export interface Choice {
  value: string
  label: string
}

/** Shows what can be chosen in a select, and what is. */
export function createChoices(
  select: HTMLSelectElement,
): (choices: readonly Choice[], chosen: string) => void {
  const show = createKeyedList<Choice>(select, {
    keyOf: ({ value }) => value,
    create({ value }) {
      const element = h('option', { value })
      return { element, update: ({ label }) => setText(element, label) }
    },
  })
  return (choices, chosen) => {
    show(choices)
    if (select.value !== chosen) select.value = chosen
  }
}
