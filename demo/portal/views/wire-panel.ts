import type { TakeOptions } from '../actions/take-away.js'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import { createMemo } from '../state/filtering.js'
import type { PageModel } from '../state/model.js'
import { readPage } from '../state/paging.js'
import { filterWire, type WireFilter } from '../state/wire-filter.js'
import { compareEntries, type WireEntry } from '../state/wire-log.js'
import { writeNumber } from '../words.js'
import { createEmpty } from './empty.js'
import { createLogList } from './log-list.js'
import { createOutcome } from './outcome.js'
import { createPanel } from './panel.js'
import { createWireFilters } from './wire-filters.js'
import { type CopyEntry, createWireRow } from './wire-row.js'

export type WireData = Pick<PageModel, 'wire' | 'wireView' | 'wireOutcome'>

export interface WireOptions {
  copyEntry: CopyEntry
  saveWire(options: TakeOptions): void
  pauseWire(isPaused: boolean): void
  clearWire(): void
  filterWire(change: Partial<WireFilter>): void
  showWholeWire(): void
  turnWire(top: WireEntry | undefined): void
}

const NOTHING = 'No message has passed between the portal and the app, and no call over HTTP.'
const CLEARED = 'Cleared. Nothing has passed since then.'

/** Every message between the two frames and every call of REST over HTTP, as understood and as sent. */
export function createWirePanel(options: WireOptions): View<WireData> {
  const filters = createWireFilters(options.filterWire)
  const list = createLogList<WireEntry>({
    ...{ label: 'Messages and calls over HTTP, the newest first', noun: 'messages and calls' },
    keyOf: ({ id }) => id,
    create: (entry) => createWireRow(entry, options.copyEntry),
    turn: options.turnWire,
    focusElse: filters.focus,
  })
  const empty = createEmpty({
    noMatch: 'No message and no call is like this.',
    showAll() {
      options.showWholeWire()
      filters.focus()
    },
  })
  const dropped = h('p', { class: 'quiet hint' })
  const outcome = createOutcome()
  const presses = createPresses(options)
  const { element, tools } = createPanel(
    'Wire',
    ...[filters.element, presses.waiting, outcome.element, empty.element, list.element, dropped],
  )
  tools.append(...presses.elements)
  const filter = createMemo(filterWire)

  return {
    element,
    update({ wire, wireView, wireOutcome }) {
      const { entries } = wireView.paused ?? wire
      const shown = filter(entries, wireView.filter)
      filters.update({ entries, filter: wireView.filter })
      list.update(readPage(shown, { top: wireView.top, compare: compareEntries }))
      setAttribute(list.element, 'hidden', shown.length === 0)
      empty.update({ nothing: wire.lastId > 0 ? CLEARED : NOTHING, all: entries.length, shown: shown.length })
      presses.update({ wire, wireView })
      outcome.update(wireOutcome)
      setText(dropped, `${writeNumber(wire.dropped)} earlier ones went before these and are not kept.`)
      setAttribute(dropped, 'hidden', wire.dropped === 0)
    },
  }
}

/** What is done to the wire as a whole. */
function createPresses({ pauseWire, saveWire, clearWire }: WireOptions) {
  let isPaused = false
  const pause = button('Pause', () => pauseWire(!isPaused))
  const save = button('Save all', () => saveWire({ withTokens: false }))
  const saveWhole = button('Save with tokens', () => saveWire({ withTokens: true }))
  const clear = button('Clear', clearWire, { 'aria-label': 'Clear the wire' })
  const waiting = h('p', { class: 'hint paused' })

  return {
    elements: [pause, save, saveWhole, clear],
    waiting,
    update({ wire, wireView: { paused } }: Pick<WireData, 'wire' | 'wireView'>) {
      isPaused = paused !== undefined
      setText(pause, isPaused ? 'Go on' : 'Pause')
      setAttribute(pause, 'aria-label', isPaused ? 'Go on with the wire' : 'Pause the wire')
      setAttribute(waiting, 'hidden', !isPaused)
      if (paused) setText(waiting, `Paused. ${writeNumber(wire.lastId - paused.lastId)} more have come.`)
    },
  }
}
