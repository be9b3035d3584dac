import { h } from '../dom.js'

export interface Panel {
  readonly element: HTMLElement
  /** Beside the title: a count, buttons. */
  readonly tools: HTMLElement
}

/** A titled region of the page. */
export function createPanel(title: string, ...children: readonly Node[]): Panel {
  const name = title.toLowerCase().replaceAll(/\W+/g, '-')
  const id = `title-${name}`
  const tools = h('div', { class: 'tools' })
  const head = h('div', { class: 'panel-head' }, h('h2', { id }, title), tools)
  return {
    // A link that leads to it brings the focus along.
    element: h(
      'section',
      { id: name, class: 'panel', tabindex: '-1', 'aria-labelledby': id },
      head,
      ...children,
    ),
    tools,
  }
}
