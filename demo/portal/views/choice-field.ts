import { type Choice, createChoices, h } from '../dom.js'

export interface ChoiceFieldOptions<Value> {
  id: string
  label: string
  /** What is offered always. */
  offered: readonly Value[]
  write(value: Value): string
  choose(value: Value): void
}

/** A labelled select. What holds is among its choices, be it offered or not. */
export function createChoiceField<Value extends string | number>(options: ChoiceFieldOptions<Value>) {
  const { id, label, offered, write, choose } = options
  const select = h('select', { id })
  const show = createChoices(select)
  let values = offered
  select.addEventListener('change', () => {
    const chosen = values.find((value) => String(value) === select.value)
    if (chosen !== undefined) choose(chosen)
  })

  return {
    element: h('div', { class: 'field' }, h('label', { for: id }, label), select),
    update(value: Value) {
      values = offered.includes(value) ? offered : [...offered, value]
      show(
        values.map((one): Choice => ({ value: String(one), label: write(one) })),
        String(value),
      )
    },
  }
}
