import { type ActiveFault, type FaultsData, listActiveFaults } from '../active-faults.js'
import { button, createKeyedList, h, setAttribute, setText, type View } from '../dom.js'

export interface FaultStripOptions {
  /** Gives the focus to what stays when the strip goes. */
  focusElse(): void
  undoFault(fault: ActiveFault['fault']): void
  undoAllFaults(): void
}

/** What goes wrong on purpose, in sight for as long as it does. */
export function createFaultStrip({
  focusElse,
  undoFault,
  undoAllFaults,
}: FaultStripOptions): View<FaultsData> {
  const list = h('ul', { 'aria-live': 'polite' })
  const all = button('All well again', undoAllFaults)
  const element = h('section', { class: 'fault-strip', 'aria-label': 'Faults', hidden: true }, list, all)
  const show = createKeyedList<ActiveFault>(list, {
    keyOf: ({ fault }) => fault,
    create({ fault, name }) {
      const text = h('span')
      const undo = button('Undo', () => undoFault(fault), { 'aria-label': `Undo: ${name}` })
      return { element: h('li', {}, text, undo), update: (active) => setText(text, active.text) }
    },
  })

  return {
    element,
    update(data) {
      const active = listActiveFaults(data)
      const hadFocus = element.contains(document.activeElement)
      show(active)
      setAttribute(element, 'hidden', active.length === 0)
      if (!hadFocus) return
      // What was undone has taken its button with it, or all of the strip. Who works by keyboard goes on from what is left.
      if (active.length === 0) focusElse()
      else if (!list.contains(document.activeElement)) all.focus()
    },
  }
}
