import { h } from '../dom.js'
import { readJson } from '../state/wire-export.js'
import type { WireCall, WireLine } from '../state/wire-log.js'
import { describeRefusedMessage, isAskedBlind, writeDuration } from '../words.js'
import { createPairList, createRawText, createValueList } from './value-list.js'

export type Batch = NonNullable<WireCall['batch']>

/** What opening a call over HTTP shows. */
export function describeCall(call: WireCall): readonly Node[] {
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

/** What opening a message shows. */
export function describeLine(message: WireLine): readonly Node[] {
  const { line, callbackId, content, sent } = message
  const refusal = describeRefusedMessage(message)
  const tone = isAskedBlind(message) ? 'good' : 'warn'
  return [
    ...(refusal ? [h('p', { class: 'outcome', 'data-tone': tone }, refusal)] : []),
    ...(content === undefined ? [] : [h('h3', {}, 'As understood'), createValueList(readJson(content))]),
    h(
      'p',
      { class: 'quiet' },
      line === 'port' ? 'Over a private line' : 'Over the window',
      ...describeCallId(callbackId),
    ),
    h('h3', {}, 'As sent'),
    createRawText(sent, 'As sent'),
  ]
}

function describeCallId(callbackId: string | undefined): readonly (Node | string)[] {
  return callbackId ? [', call ', h('code', { class: 'breaks' }, callbackId)] : []
}
