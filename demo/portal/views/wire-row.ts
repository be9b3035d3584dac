import type { TakeOptions } from '../actions/take-away.js'
import { button, h, type View } from '../dom.js'
import { hasTokens, readJson } from '../state/wire-export.js'
import { isRefused } from '../state/wire-filter.js'
import type { WireCall, WireEntry, WireLine, WireNote } from '../state/wire-log.js'
import { describeRefusedMessage, isAskedBlind, writeCount, writeTime } from '../words.js'
import { createLogRow } from './log-list.js'
import { createBadge } from './outcome.js'
import { type Batch, describeCall, describeLine } from './wire-details.js'

export type CopyEntry = (entry: WireEntry, options: TakeOptions) => void

/** One message, one call with its answer, or a word of the page's own. */
export function createWireRow(entry: WireEntry, copy: CopyEntry): View<WireEntry> {
  if (entry.type === 'note') return createNote(entry)
  return entry.type === 'call' ? createCall(entry, copy) : createLine(entry, copy)
}

function createNote({ at, text, isWarning }: WireNote): View<WireEntry> {
  const time = h('time', { class: 'end', datetime: new Date(at).toISOString() }, writeTime(at))
  const element = h(
    'li',
    { class: 'note', 'data-tone': isWarning ? 'warn' : false },
    h('span', {}, text),
    time,
  )
  return { element, update: () => undefined }
}

function createLine(line: WireLine, copy: CopyEntry): View<WireEntry> {
  const { direction, at, command, refused, status } = line
  const isToApp = direction === 'to app'
  const isBlind = isAskedBlind(line)
  const summary = h(
    'summary',
    { 'data-tone': refused && !isBlind ? 'warn' : false },
    h('span', { class: `direction ${isToApp ? 'to-app' : 'to-portal'}` }, isToApp ? 'to app' : 'to portal'),
    h('code', {}, command ?? 'not understood'),
    ...(status === undefined ? [] : [createStatus(status, line)]),
    ...(refused ? [createBadge(refused === 'not simulated' ? refused : 'refused', 'warn')] : []),
    ...(isBlind ? [createBadge('asked blind: all is well', 'good')] : []),
    h('time', { class: 'quiet end', datetime: new Date(at).toISOString() }, writeTime(at)),
    h('code', { class: 'glance quiet' }, describeRefusedMessage(line) ?? glanceAt(line)),
  )
  return createLogRow<WireEntry>(line, {
    summary,
    update: () => undefined,
    describe: () => [createCopies(line, copy), ...describeLine(line)],
  })
}

const createStatus = (status: number, entry: WireEntry) =>
  createBadge(String(status), isRefused(entry) ? 'warn' : 'good')

/** What a message says, or the answer that it is: beside its status, and without how long it took. */
function glanceAt({ content, sent, status }: WireLine): string {
  if (content === undefined || status === undefined) return content ?? sent
  const { answer } = readJson(content) as { answer?: object }
  return answer ? JSON.stringify({ ...answer, time: undefined }) : content
}

function createCall(call: WireCall, copy: CopyEntry): View<WireEntry> {
  const { at, method, batch, params, status, lost } = call
  const summary = h(
    'summary',
    {},
    h('span', { class: 'direction over-http' }, 'HTTP'),
    h('code', {}, method),
    createStatus(status, call),
    ...(lost ? [createBadge('answer lost', 'bad')] : []),
    h('time', { class: 'quiet end', datetime: new Date(at).toISOString() }, writeTime(at)),
    h('code', { class: 'glance quiet' }, batch ? describeBatch(batch) : params),
  )
  return createLogRow<WireEntry>(call, {
    summary,
    update: () => undefined,
    describe: () => [createCopies(call, copy), ...describeCall(call)],
  })
}

/** How many calls of which methods, what went wrong first: `1 refused of 2 calls: event.bind, event.unbind`. */
function describeBatch({ count, refused, commands }: Batch): string {
  const methods = new Set(commands.map(({ method }) => method))
  const start = refused > 0 ? `${refused} refused of ` : ''
  return `${start}${writeCount(count, 'call')}: ${[...methods].join(', ')}`
}

/** Tokens are taken along by a press that says so, and by no other. */
function createCopies(entry: WireEntry, copy: CopyEntry): HTMLElement {
  const masked = button('Copy', () => copy(entry, { withTokens: false }), { class: 'small' })
  if (!hasTokens(entry)) return h('p', { class: 'takes' }, masked)
  const whole = button('Copy with tokens', () => copy(entry, { withTokens: true }), { class: 'small' })
  return h('p', { class: 'takes' }, masked, whole)
}
