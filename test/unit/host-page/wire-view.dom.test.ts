import { expect, it } from 'vitest'
import { WHOLE_WIRE, type WireFilter } from '../../../demo/portal/state/wire-filter.js'
import {
  addCall,
  addMessage,
  addNote,
  EMPTY_WIRE,
  type WireLog,
} from '../../../demo/portal/state/wire-log.js'
import { enter, find, findAll, open, textsOf } from './finding.js'
import { createCall, createMessage, createTestWire } from './wire-samples.js'

const refused = createMessage({
  command: 'constructor',
  data: 'constructor:{}:1:sid',
  refused: 'unknown command',
})

/** A request, its reply, a refused request, a call that went well, one that did not, a batch that did in part. */
const LOG = [
  createCall({ method: 'event.get' }),
  createCall({ method: 'event.bind', status: 400, answer: { error: 'ERROR_CORE' } }),
  createCall({
    ...{ method: 'batch', params: { cmd: ['profile', 'nothing'] } },
    answer: { result: { result_error: { 1: {} } } },
  }),
].reduce(
  addCall,
  [
    createMessage({ at: 0 }),
    createMessage({ at: 0, direction: 'to app', data: '7:{"status":200}', content: { status: 200 } }),
    { ...refused, at: 0 },
  ].reduce(addMessage, addNote(EMPTY_WIRE, { at: 0, text: 'Opened as Boris (2)', isWarning: false })),
)

const filterBy = (values: Partial<WireFilter>) => ({ filter: { ...WHOLE_WIRE, ...values } })

/** The names of what is shown, the oldest first. */
const namesIn = (element: HTMLElement) =>
  textsOf(findAll(element, '.note span, summary > code:not(.glance)')).reverse()

it.each<[string, Partial<WireFilter>, string[]]>([
  ['direction', { way: 'to portal' }, ['callMethod', 'constructor']],
  ['the other direction', { way: 'to app' }, ['callMethod']],
  ['HTTP', { way: 'http' }, ['event.get', 'event.bind', 'batch']],
  ['command', { command: 'callMethod' }, ['callMethod', 'callMethod']],
  ['method, also in a batch', { command: 'profile' }, ['batch']],
  ['refusal', { isRefusedOnly: true }, ['constructor', 'event.bind', 'batch']],
  ['text, in any case', { text: 'error_core ' }, ['event.bind']],
  ['text of a note', { text: 'boris' }, ['Opened as Boris (2)']],
  ['all at once', { way: 'http', isRefusedOnly: true, command: 'batch', text: 'nothing' }, ['batch']],
])('shows what a filter lets through: %s', (_, filter, names) => {
  const wire = createTestWire()
  wire.show(LOG, filterBy(filter))
  expect(namesIn(wire.element)).toEqual(names)
})

it('takes a call that is refused by message for refused, as one over HTTP', () => {
  const reply = (status: number, command: string) =>
    createMessage({ direction: 'to app', command, content: { status, answer: {} } })
  const wire = createTestWire()
  const log = [reply(200, 'callUnbind'), reply(403, 'callBind')].reduce(addMessage, EMPTY_WIRE)
  wire.show(log, filterBy({ isRefusedOnly: true }))
  expect(namesIn(wire.element)).toEqual(['callBind'])
})

it('offers for a filter what has passed, and tells what is chosen', () => {
  const wire = createTestWire()
  wire.show(LOG)
  const [way, command] = findAll(wire.element, 'select') as HTMLSelectElement[]
  const commands = textsOf(findAll(command as HTMLElement, 'option'))
  expect(commands).toEqual([
    ...['Any command', 'batch', 'callMethod', 'constructor', 'event.bind', 'event.get', 'nothing', 'profile'],
  ])
  enter(way as HTMLSelectElement, 'http')
  enter(command as HTMLSelectElement, 'batch')
  find<HTMLInputElement>(wire.element, 'input[type=checkbox]').click()
  enter(find<HTMLInputElement>(wire.element, 'input[type=search]'), 'x')
  expect(wire.filterWire.mock.calls).toEqual([
    ...[[{ way: 'http' }], [{ command: 'batch' }], [{ isRefusedOnly: true }], [{ text: 'x' }]],
  ])
})

it('says so where nothing is like the filter, and takes it away at a press', () => {
  const wire = createTestWire()
  wire.show(LOG, filterBy({ text: 'nothing like this' }))
  const empty = find(wire.element, '.empty')
  expect(empty.textContent).toContain('No message and no call is like this.')
  find(empty, 'button').click()
  expect(wire.showWholeWire).toHaveBeenCalledOnce()
  wire.show(EMPTY_WIRE)
  expect(empty.textContent).toContain('No message has passed')
  expect(find(empty, 'button').hidden).toBe(true)
})

it('while it is paused, shows what was there, and tells how many have come since', () => {
  const wire = createTestWire()
  wire.show(LOG)
  const pause = find(wire.element, '[aria-label="Pause the wire"]')
  pause.click()
  expect(wire.pauseWire.mock.lastCall).toEqual([true])
  const more: WireLog = [createMessage(), createMessage()].reduce(addMessage, LOG)
  wire.show(more, { paused: LOG })
  expect(namesIn(wire.element)).toHaveLength(7)
  expect(find(wire.element, '.paused').textContent).toBe('Paused. 2 more have come.')
  expect(pause.textContent).toBe('Go on')
  pause.click()
  expect(wire.pauseWire.mock.lastCall).toEqual([false])
  wire.show(more)
  expect(namesIn(wire.element)).toHaveLength(9)
  expect(find(wire.element, '.paused').hidden).toBe(true)
})

it('shows many page by page', () => {
  const wire = createTestWire()
  const log = Array.from({ length: 230 }, (_, at) => createMessage({ at, data: `a:{}:${at}:sid` })).reduce(
    ...[addMessage, EMPTY_WIRE],
  )
  wire.show(log)
  const [, , older] = findAll(wire.element, '.pager button')
  older?.click()
  const [top] = wire.turnWire.mock.lastCall ?? []
  wire.show(addMessage(log, createMessage({ at: 300 })), { top })
  expect(find(wire.element, '.place').textContent).toBe('102–201 of 231')
  open(find(wire.element, 'details'))
  expect(find(wire.element, '.raw').textContent).toBe('a:{}:129:sid')
})

it('copies one, with tokens only where there are any and the press says so', () => {
  const wire = createTestWire()
  const data = '7:{"AUTH_ID":"secret"}'
  const reply = createMessage({ direction: 'to app', data, content: { AUTH_ID: 'secret' } })
  const log = [createMessage({ direction: 'to app', data: '7:[]', content: [] }), reply].reduce(
    addMessage,
    EMPTY_WIRE,
  )
  wire.show(log)
  const [withTokens, plain] = findAll(wire.element, 'details')
  for (const details of [withTokens, plain]) open(details as HTMLElement)
  const buttonsOf = (details?: HTMLElement) => findAll(details as HTMLElement, '.takes button')
  expect(textsOf(buttonsOf(plain))).toEqual(['Copy'])
  expect(textsOf(buttonsOf(withTokens))).toEqual(['Copy', 'Copy with tokens'])
  for (const button of buttonsOf(withTokens)) button.click()
  expect(wire.copyEntry.mock.calls.map(([, options]) => options)).toEqual([
    ...[{ withTokens: false }, { withTokens: true }],
  ])
})

it('saves all, with tokens only where the press says so', () => {
  const wire = createTestWire()
  wire.show(LOG)
  for (const button of findAll(wire.element, '.tools button'))
    if (/^Save/.test(button.textContent ?? '')) button.click()
  expect(wire.saveWire.mock.calls).toEqual([[{ withTokens: false }], [{ withTokens: true }]])
})
