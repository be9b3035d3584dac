import { type ActiveFault, type FaultsData, listActiveFaults } from '../active-faults.js'
import { button, createKeyedList, h, setAttribute, setText, type View } from '../dom.js'

export interface FaultStripOptions {
  undoFault(fault: ActiveFault['fault']): void
  undoAllFaults(): void
}

/** What goes wrong on purpose, in sight for as long as it does. */
export function createFaultStrip({ undoFault, undoAllFaults }: FaultStripOptions): View<FaultsData> {
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
      const hadFocus = list.contains(document.activeElement)
      show(active)
      setAttribute(element, 'hidden', active.length === 0)
      // What was undone has taken its button with it. Who works by keyboard goes on with the next.
      if (hadFocus && !list.contains(document.activeElement)) all.focus()
    },
  }
}
