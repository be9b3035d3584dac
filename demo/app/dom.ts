type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Makes an element. Children that are text stay text, whatever is in them: much of what is shown comes from outside. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : `${value}`)
  }
  made.append(...children)
  return made
}

/** The id of the heading that names a part of the page, for what leads to it. */
export function headingId(title: string): string {
  return `${title.toLowerCase().replaceAll(' ', '-')}-heading`
}

/** A part of the page that its heading names. */
export function section(title: string, ...children: (Node | string)[]): HTMLElement {
  return createSection(title, createHeading(title), ...children)
}

/** A part of the page with something short beside its heading. */
export function sectionWithNote(title: string, note: Node, ...children: (Node | string)[]): HTMLElement {
  const heading = createHeading(title)
  return createSection(title, element('div', { class: 'section-head' }, heading, note), ...children)
}

/** Takes the focus where what had it goes. */
function createHeading(title: string): HTMLElement {
  return element('h2', { id: headingId(title), tabindex: -1 }, title)
}

function createSection(title: string, ...children: (Node | string)[]): HTMLElement {
  return element('section', { class: 'panel stack', 'aria-labelledby': headingId(title) }, ...children)
}

export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label)
  made.addEventListener('click', press)
  return made
}

export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour12: false })
}
