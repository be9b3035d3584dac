import { createTextSearch, readSearch } from './filtering.js'
import type { WireEntry, WireLog } from './wire-log.js'

/** Where something on the wire goes; `http`: a call over HTTP, with its answer. */
export type WireWay = 'to portal' | 'to app' | 'http'

/** What of the wire is shown. What is empty lets all through. */
export interface WireFilter {
  readonly text: string
  readonly way: WireWay | ''
  /** A command of a message, or a method of a call. */
  readonly command: string
  readonly isRefusedOnly: boolean
}

export interface WireView {
  readonly filter: WireFilter
  /** What the page starts with; `undefined`: the newest. */
  readonly top: WireEntry | undefined
  /** What is shown while the wire is paused. It goes on collecting. */
  readonly paused: WireLog | undefined
}

export const WHOLE_WIRE: WireFilter = { text: '', way: '', command: '', isRefusedOnly: false }

const hasText = createTextSearch<WireEntry>((entry) => {
  if (entry.type === 'note') return entry.text
  if (entry.type === 'message') return [entry.command, entry.sent, entry.refused].join('\n')
  const { method, origin, status, params, answer, sent, batch } = entry
  const commands = (batch?.commands ?? []).map((command) => `${command.method}?${command.query}`)
  return [method, origin, status, params, answer, sent, ...commands].join('\n')
})

/** What a filter lets through, in its order. */
export function filterWire(entries: readonly WireEntry[], filter: WireFilter): readonly WireEntry[] {
  const { way, command, isRefusedOnly } = filter
  const text = readSearch(filter.text)
  if (text === '' && way === '' && command === '' && !isRefusedOnly) return entries
  return entries.filter(
    (entry) =>
      (way === '' || wayOf(entry) === way) &&
      (command === '' || commandsOf(entry).includes(command)) &&
      (!isRefusedOnly || isRefused(entry)) &&
      hasText(entry, text),
  )
}

function wayOf(entry: WireEntry): WireWay | undefined {
  if (entry.type === 'message') return entry.direction
  return entry.type === 'call' ? 'http' : undefined
}

/** Of a batch, what it calls too. */
function commandsOf(entry: WireEntry): readonly string[] {
  if (entry.type === 'message') return entry.command === undefined ? [] : [entry.command]
  if (entry.type === 'note') return []
  return [entry.method, ...(entry.batch?.commands.map(({ method }) => method) ?? [])]
}

/** Whether a message was not let in, or a call not carried out: it may be what answers it. */
export function isRefused(entry: WireEntry): boolean {
  if (entry.type === 'note') return false
  if (entry.status !== undefined && entry.status >= 400) return true
  return entry.type === 'message' ? entry.refused !== undefined : (entry.batch?.refused ?? 0) > 0
}

/** As many as a person looks through; a hostile app may send any number. */
const MOST_COMMANDS = 200

/** Which commands there are to choose from. What is chosen stays, also where it is not there any more. */
export function readCommands(entries: readonly WireEntry[], { command }: WireFilter): readonly string[] {
  const commands = new Set(command === '' ? [] : [command])
  for (const entry of entries)
    for (const one of commandsOf(entry)) if (commands.size < MOST_COMMANDS) commands.add(one)
  return [...commands].sort()
}
