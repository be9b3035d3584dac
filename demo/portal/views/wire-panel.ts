import { button, h, setAttribute, setText, type View } from '../dom.js'
import type { WireCall, WireEntry, WireLine, WireLog, WireNote } from '../state/wire-log.js'
import { describeRefusal, writeCount, writeDuration, writeTime } from '../words.js'
import { createLogList, createLogRow } from './log-list.js'
import { createBadge } from './outcome.js'
import { createPanel } from './panel.js'
import { createPairList, createRawText, createValueList } from './value-list.js'

/** Every message between the two frames and every call of REST over HTTP, as understood and as sent. */
export function createWirePanel(clear: () => void): View<WireLog> {
  const list = createLogList<WireEntry>({
    label: 'Messages and calls over HTTP, the newest first',
    keyOf: ({ id }) => id,
    create: createEntry,
  })
  const empty = h(
    'p',
    { class: 'empty' },
    'No message has passed between the portal and the app, and no call over HTTP.',
  )
  const older = h('p', { class: 'quiet' })
  const press = button('Clear', clear, { 'aria-label': 'Clear the wire' })
  const { element, tools } = createPanel('Wire', empty, list.element, older)
  tools.append(press)

  return {
    element,
    update({ entries, dropped }) {
      list.update(entries)
      setAttribute(empty, 'hidden', entries.length > 0)
      setAttribute(list.element, 'hidden', entries.length === 0)
      setText(older, dropped > 0 ? `${dropped} earlier ones went before these and are not kept.` : '')
      setAttribute(older, 'hidden', dropped === 0)
    },
  }
}

type Batch = NonNullable<WireCall['batch']>

function createEntry(entry: WireEntry): View<WireEntry> {
  if (entry.type === 'note') return createNote(entry)
  return entry.type === 'call' ? createCall(entry) : createLine(entry)
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

function createLine(line: WireLine): View<WireEntry> {
  const { direction, at, command, content, refused, sent } = line
  const isToApp = direction === 'to app'
  const summary = h(
    'summary',
    { 'data-tone': refused ? 'warn' : false },
    h('span', { class: `direction ${isToApp ? 'to-app' : 'to-portal'}` }, isToApp ? 'to app' : 'to portal'),
    h('code', {}, command ?? 'not understood'),
    ...(refused ? [createBadge(refused === 'not simulated' ? refused : 'refused', 'warn')] : []),
    h('time', { class: 'quiet end', datetime: new Date(at).toISOString() }, writeTime(at)),
    h('code', { class: 'glance quiet' }, refused ? describeRefusal(refused) : (content ?? sent)),
  )
  const row = createLogRow<WireEntry>(line, {
    summary,
    update: () => undefined,
    describe: () => describeLine(line),
  })
  return row
}

function createCall(call: WireCall): View<WireEntry> {
  const { at, method, batch, params, status, lost } = call
  const isGood = status < 400 && !batch?.refused
  const summary = h(
    'summary',
    {},
    h('span', { class: 'direction over-http' }, 'HTTP'),
    h('code', {}, method),
    createBadge(String(status), isGood ? 'good' : 'warn'),
    ...(lost ? [createBadge('answer lost', 'bad')] : []),
    h('time', { class: 'quiet end', datetime: new Date(at).toISOString() }, writeTime(at)),
    h('code', { class: 'glance quiet' }, batch ? describeBatch(batch) : params),
  )
  return createLogRow<WireEntry>(call, {
    summary,
    update: () => undefined,
    describe: () => describeCall(call),
  })
}

/** How many calls of which methods, what went wrong first: `1 refused of 2 calls: event.bind, event.unbind`. */
function describeBatch({ count, refused, commands }: Batch): string {
  const methods = new Set(commands.map(({ method }) => method))
  const start = refused > 0 ? `${refused} refused of ` : ''
  return `${start}${writeCount(count, 'call')}: ${[...methods].join(', ')}`
}

function describeCall(call: WireCall): readonly Node[] {
  const { method, batch, origin, params, answer, sent, duration } = call
  const place = origin === undefined ? 'From no page: a back end' : `From a page of ${origin}`
  return [
    h('p', { class: 'quiet' }, `${place}, ${writeCaller(call)}, answered in ${writeDuration(duration)}`),
    h('h3', {}, 'As understood'),
    ...(batch ? [createCommands(batch)] : []),
    ...(batch && params === '{}' ? [] : [createValueList(readJson(params))]),
    h('h3', {}, 'Answer'),
    createValueList(readJson(answer)),
    h('h3', {}, 'As sent'),
    createRawText(`/rest/${method}\n\n${sent}`, 'As sent'),
  ]
}

function writeCaller({ caller }: WireCall): string {
  if (!caller) return 'by nobody whom the portal knows'
  return `as user ${caller.userId}${caller.by === 'webhook' ? ' by a webhook' : ''}`
}

/** The calls in a batch, each by its key, with its parameters. */
function createCommands({ commands, count }: Batch): HTMLElement {
  const list = h('dl', { class: 'values' })
  for (const { key, method, query } of commands) {
    const call = h('dd', {}, h('code', { class: 'breaks' }, method))
    if (query !== '') call.append(createPairList(new URLSearchParams(query)))
    list.append(h('div', {}, h('dt', {}, key), call))
  }
  const more = count - commands.length
  return h('div', {}, list, ...(more > 0 ? [h('p', { class: 'quiet' }, `and ${more} more`)] : []))
}

function describeLine({ callbackId, content, refused, sent }: WireLine): readonly Node[] {
  return [
    ...(refused ? [h('p', { class: 'outcome', 'data-tone': 'warn' }, describeRefusal(refused))] : []),
    ...(content === undefined ? [] : [h('h3', {}, 'As understood'), createValueList(readJson(content))]),
    ...(callbackId ? [h('p', { class: 'quiet' }, 'Call ', h('code', { class: 'breaks' }, callbackId))] : []),
    h('h3', {}, 'As sent'),
    createRawText(sent, 'As sent'),
  ]
}

/** What was too long to keep is no JSON any more: it is shown as it is. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
