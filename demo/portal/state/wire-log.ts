import type { WireMessage } from 'bx24-events/portal'
import type { RestCallRecord } from 'bx24-events/server'
import { createLongList, type LongList } from './long-list.js'
import { type Batch, readBatch } from './wire-batch.js'

const KEPT_ENTRIES = 10_000
/** A hostile app may send whatever it likes: what is kept of a text has a bound, and so has all of it. */
const KEPT_CHARACTERS = 20_000
const KEPT_CHARACTERS_OF_COMMAND = 1000
const KEPT_CHARACTERS_IN_ALL = 30_000_000

/** A message as the page keeps it: its texts bounded, its values written down. */
export interface WireLine
  extends Pick<WireMessage, 'direction' | 'line' | 'command' | 'callbackId' | 'refused'> {
  readonly type: 'message'
  readonly id: number
  readonly at: number
  /** As it was sent; what is no text, as JSON. */
  readonly sent: string
  /** What it says, as JSON; `undefined`: nothing was understood. */
  readonly content: string | undefined
  /** The id of the app's opening, by which the portal knows it: what an app says ends with that, and so does each request in it. */
  readonly sid: string | undefined
  /** Of an answer to a call; absent: it is none. */
  readonly status?: number
}

/** A call of REST over HTTP, and its answer. */
export interface WireCall
  extends Pick<RestCallRecord, 'method' | 'origin' | 'caller' | 'status' | 'duration'> {
  readonly type: 'call'
  readonly id: number
  readonly at: number
  /** What it calls, where it is a batch. */
  readonly batch: Pick<Batch, 'commands' | 'count' | 'refused'> | undefined
  /** The answer is lost on the way. */
  readonly lost: boolean
  /** As JSON; of a batch, those beside its commands. */
  readonly params: string
  readonly answer: string
  /** As it was sent, with a mask in place of each token. */
  readonly sent: string
}

/** A word of the page's own between the messages. */
export interface WireNote {
  readonly type: 'note'
  readonly id: number
  readonly at: number
  readonly text: string
  readonly isWarning: boolean
}

export type WireEntry = WireLine | WireCall | WireNote

/** In the order of time, and of arrival where the time is the same. */
export const compareEntries = (one: WireEntry, other: WireEntry) => one.at - other.at || one.id - other.id

interface LogParts {
  readonly list: LongList<WireEntry>
  /** How many went before these and are not kept. */
  readonly dropped: number
  /** How long their texts are, taken together. */
  readonly characters: number
  /** Never given twice, not even after clearing. */
  readonly lastId: number
}

export interface WireLog extends LogParts {
  /** The oldest first. */
  readonly entries: readonly WireEntry[]
}

export const EMPTY_WIRE = createLog({
  ...{ list: createLongList(compareEntries), dropped: 0, characters: 0, lastId: 0 },
})

function createLog(parts: LogParts): WireLog {
  return {
    ...parts,
    get entries() {
      return parts.list.items
    },
  }
}

export function addMessage(log: WireLog, message: WireMessage): WireLog {
  const { direction, line, at, command, callbackId, refused } = message
  const sent = typeof message.data === 'string' ? message.data : writeJson(message.data)
  const sid = direction === 'to app' ? undefined : readSid(sent)
  const status = readStatus(message)
  return add(log, {
    type: 'message',
    id: log.lastId + 1,
    ...{ direction, line, at },
    sent: clip(sent, KEPT_CHARACTERS, sid),
    sid: sid === undefined ? undefined : clip(sid),
    content:
      message.content === undefined ? undefined : clip(writeJson(message.content), KEPT_CHARACTERS, sid),
    ...(command === undefined ? {} : { command: clip(command) }),
    ...(callbackId === undefined ? {} : { callbackId: clip(callbackId) }),
    ...(refused === undefined ? {} : { refused }),
    ...(status === undefined ? {} : { status }),
  })
}

function readStatus({ direction, content }: WireMessage): number | undefined {
  if (direction !== 'to app' || typeof content !== 'object' || content === null) return undefined
  return 'status' in content && typeof content.status === 'number' ? content.status : undefined
}

export function addCall(log: WireLog, call: RestCallRecord): WireLog {
  const { at, duration, origin, caller, method, params, status, answer, body, lost = false } = call
  const batch = readBatch(call)
  return add(log, {
    type: 'call',
    id: log.lastId + 1,
    ...{ at, duration, status, lost },
    method: clip(method),
    batch: batch && clipBatch(batch),
    params: clip(writeJson(batch?.others ?? params)),
    answer: clip(writeJson(answer)),
    sent: clip(body),
    ...(origin === undefined ? {} : { origin }),
    ...(caller === undefined ? {} : { caller }),
  })
}

function clipBatch({ commands, count, refused }: Batch): WireCall['batch'] {
  const clipOne = (text: string) => clip(text, KEPT_CHARACTERS_OF_COMMAND)
  return {
    ...{ count, refused },
    commands: commands.map(({ key, method, query }) => ({
      ...{ key: clipOne(key), method: clipOne(method), query: clipOne(query) },
    })),
  }
}

export function addNote(log: WireLog, note: Pick<WireNote, 'at' | 'text' | 'isWarning'>): WireLog {
  return add(log, { type: 'note', id: log.lastId + 1, ...note })
}

export function clearWire({ lastId }: WireLog): WireLog {
  return createLog({ ...EMPTY_WIRE, lastId })
}

function add(log: WireLog, entry: WireEntry): WireLog {
  // A call over HTTP is told of when it is answered, or when the page is opened: others may have come in the meantime.
  let list = log.list.add(entry)
  let characters = log.characters + sizeOf(entry)
  let dropped = log.dropped
  while (list.first && (list.length > KEPT_ENTRIES || characters > KEPT_CHARACTERS_IN_ALL)) {
    characters -= sizeOf(list.first)
    list = list.withoutFirst()
    dropped++
  }
  return createLog({ list, characters, dropped, lastId: entry.id })
}

function sizeOf(entry: WireEntry): number {
  return textsOf(entry).reduce((sum, text) => sum + text.length, 0)
}

function textsOf(entry: WireEntry): readonly string[] {
  if (entry.type === 'note') return [entry.text]
  if (entry.type === 'message') {
    const { command = '', callbackId = '', content = '', sid = '', sent } = entry
    return [command, callbackId, content, sid, sent]
  }
  const { method, params, answer, sent, batch } = entry
  return [
    ...[method, params, answer, sent],
    ...(batch?.commands ?? []).flatMap(({ key, method, query }) => [key, method, query]),
  ]
}

/** Of the whole: what is too long loses its end. */
function readSid(sent: string): string | undefined {
  return (/"appSid":\s*"([^"]+)"/.exec(sent) ?? /:[^:{}"\s]*:([^:{}"\s]+)$/.exec(sent))?.[1]
}

/** Never throws: a structured clone may hold what JSON does not know, such as a circle or a big integer. */
function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch (error) {
    return `${Object.prototype.toString.call(value)}, which JSON can't write: ${String(error)}`
  }
}

/** @param sid is not cut through: nobody would know its first half for what it is */
function clip(text: string, most = KEPT_CHARACTERS, sid = ''): string {
  if (text.length <= most) return text
  const at = sid === '' ? -1 : text.indexOf(sid, most - sid.length + 1)
  const end = at >= 0 && at < most ? at : most
  return `${text.slice(0, end)}… (${text.length} characters in all)`
}
