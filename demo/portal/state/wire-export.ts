import { createMask } from 'bx24-events/portal'
import type { WireEntry, WireLine } from './wire-log.js'

export interface WireExportOptions {
  /** Whether tokens are in it; otherwise a mask stands in place of each. Calls over HTTP come masked from the portal. */
  withTokens: boolean
}

/** An entry of the wire as plain JSON, for a file or the clipboard. */
export function exportEntry(entry: WireEntry, { withTokens }: WireExportOptions): object {
  const time = new Date(entry.at).toISOString()
  switch (entry.type) {
    case 'note':
      return { time, type: 'note', text: entry.text }
    case 'message':
      return { time, ...exportLine(entry, withTokens) }
    case 'call': {
      const { method, origin, caller, batch, params, status, answer, duration, lost, sent } = entry
      const readable = { params: readJson(params), answer: readJson(answer) }
      return { time, type: 'call', method, origin, caller, batch, ...readable, status, duration, lost, sent }
    }
  }
}

/** One entry a line. */
export function writeJsonLines(entries: readonly WireEntry[], options: WireExportOptions): string {
  return entries.map((entry) => `${JSON.stringify(exportEntry(entry, options))}\n`).join('')
}

/** Whether there is anything that a mask hides. */
export function hasTokens(entry: WireEntry): boolean {
  if (entry.type !== 'message') return false
  return JSON.stringify(exportLine(entry, false)) !== JSON.stringify(exportLine(entry, true))
}

function exportLine(message: WireLine, withTokens: boolean): object {
  const { type, direction, line, command, callbackId, refused, sent } = message
  const content = message.content === undefined ? undefined : readJson(message.content)
  const about = { type, direction, line, command, callbackId, refused }
  if (withTokens) return { ...about, content, sent }
  const mask = createMask(message.sid)
  return { ...about, content: mask.value(content), sent: mask.text(sent) }
}

/** What was too long to keep is no JSON any more: it is taken as it is. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
