import { button, createKeyedList, h, setText, type View } from '../dom.js'
import type { Problem } from '../state/model.js'

/** What failed away from any button. Each stays until a person has seen it. */
export function createProblems(dismiss: (id: number) => void): View<readonly Problem[]> {
  const element = h('div', { class: 'problems', role: 'alert' })
  const update = createKeyedList<Problem>(element, {
    keyOf: ({ id }) => id,
    create({ id }) {
      const text = h('p', {})
      const row = h(
        'div',
        { class: 'problem', 'data-tone': 'bad' },
        text,
        button('Dismiss', () => dismiss(id)),
      )
      return { element: row, update: (problem) => setText(text, problem.text) }
    },
  })
  return { element, update }
}
