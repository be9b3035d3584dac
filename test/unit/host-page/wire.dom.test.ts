import type { WireMessage } from 'bx24-events/portal'
import type { RestCallRecord } from 'bx24-events/server'
import { expect, it } from 'vitest'
import { WHOLE_WIRE } from '../../../demo/portal/state/wire-filter.js'
import { addCall, addMessage, addNote, clearWire, EMPTY_WIRE } from '../../../demo/portal/state/wire-log.js'
import { find, findAll, open, textsOf } from './finding.js'
import { createCall, createMessage, createTestWire } from './wire-samples.js'

const MARKUP = '<img src=x>'

function showWire(...messages: readonly WireMessage[]) {
  const panel = createTestWire()
  panel.show(messages.reduce(addMessage, EMPTY_WIRE))
  return panel.element
}

it('shows each message, the newest first, as understood and as sent', () => {
  const reply = createMessage({ direction: 'to app', data: '7:{"status":200}', content: { status: 200 } })
  const element = showWire(createMessage(), reply)
  expect(textsOf(findAll(element, '.direction'))).toEqual(['to app', 'to portal'])
  open(find(element, 'details'))
  expect(textsOf(findAll(element, '.log-body dt, .log-body dd'))).toEqual(['status', '200'])
  expect(find(element, '.raw').textContent).toBe('7:{"status":200}')
})

it('shows of an answer its status, and what it brings without how long it took', () => {
  const reply = (status: number, answer: object) =>
    createMessage({ direction: 'to app', content: { status, answer: { ...answer, time: { start: 1 } } } })
  const element = showWire(reply(200, { result: true }), reply(403, { error: 'ACCESS_DENIED' }))
  const badges = findAll(element, '.badge')
  expect(textsOf(badges)).toEqual(['403', '200'])
  expect(badges.map(({ dataset }) => dataset.tone)).toEqual(['warn', 'good'])
  expect(textsOf(findAll(element, '.glance'))).toEqual(['{"error":"ACCESS_DENIED"}', '{"result":true}'])
})

/** Shows one call, opened. */
function showCall(values: Partial<RestCallRecord>) {
  const panel = createTestWire()
  panel.show(addCall(EMPTY_WIRE, createCall(values)))
  open(find(panel.element, 'details'))
  return panel.element
}

it('shows a call over HTTP among the messages, with its answer', () => {
  const call = createCall({
    ...{
      at: 2,
      origin: 'http://127.0.0.1:5173',
      caller: { userId: 1, by: 'token' },
      status: 400,
    },
    ...{ method: 'event.bind', params: { event: MARKUP }, body: 'auth=•••&event=x' },
    answer: { error: 'ERROR_ARGUMENT' },
  })
  const panel = createTestWire()
  panel.show(addCall(addMessage(EMPTY_WIRE, createMessage()), call))
  const [first] = findAll(panel.element, 'details')
  expect(first?.textContent).toMatch(/^HTTPevent\.bind400/)
  open(first as HTMLElement)
  expect(textsOf(findAll(panel.element, '.log-body h3'))).toEqual(['As understood', 'Answer', 'As sent'])
  expect(panel.element.textContent).toContain(
    'From a page of http://127.0.0.1:5173, as user 1, answered in 12 ms',
  )
  expect(find(panel.element, '.raw').textContent).toBe('/rest/event.bind\n\nauth=•••&event=x')
  expect(findAll(panel.element, 'img')).toEqual([])
})

it('says that a webhook called, or nobody', () => {
  expect(showCall({ caller: { userId: 2, by: 'webhook' } }).textContent).toContain(
    'From no page: a back end, as user 2 by a webhook,',
  )
  expect(showCall({ status: 401 }).textContent).toContain('by nobody whom the portal knows')
})

it('shows all in the order of time, also what it is told of later', () => {
  const panel = createTestWire()
  const messages = [10, 30].map((at) => createMessage({ at }))
  const log = addNote(messages.reduce(addMessage, EMPTY_WIRE), { at: 5, text: 'Opened', isWarning: false })
  panel.show(log)
  panel.show([20, 1, 30].map((at) => createCall({ at })).reduce(addCall, log))
  expect(textsOf(findAll(panel.element, '.direction, .note span'))).toEqual([
    ...['HTTP', 'to portal', 'HTTP', 'to portal', 'Opened', 'HTTP'],
  ])
})

const BIND = 'event.bind?event=A&handler=https%3A%2F%2Fa.example%2F%3Fx%3D1'

it.each([
  ['a list', [BIND, 'event.bind', 'profile'], ['0', '1', '2']],
  ['names', { one: BIND, two: 'event.bind', three: 'profile' }, ['one', 'two', 'three']],
])('shows the calls of a batch, given by %s', (_name, CMD, keys) => {
  const element = showCall({ method: 'Batch', params: { CMD } })
  expect(find(element, '.glance').textContent).toBe('3 calls: event.bind, profile')
  const [commands, answer] = findAll(element, '.log-body > :is(div, dl, code)')
  expect(textsOf(findAll(commands as HTMLElement, 'dt'))).toEqual([
    keys[0],
    'event',
    'handler',
    ...keys.slice(1),
  ])
  expect(textsOf(findAll(commands as HTMLElement, 'code'))).toEqual([
    ...['event.bind', 'A', 'https://a.example/?x=1', 'event.bind', 'profile'],
  ])
  expect(answer?.textContent).toBe('empty')
})

it('shows beside them what else a batch says, and how many were refused', () => {
  const params = { halt: '0', cmd: ['profile', 'nothing'] }
  const failed = { result: { result_error: { 1: { error: 'ERROR_METHOD_NOT_FOUND' } } } }
  const element = showCall({ method: 'batch', params, answer: failed })
  expect(find(element, '.glance').textContent).toBe('1 refused of 2 calls: profile, nothing')
  expect(find(element, '.badge').dataset.tone).toBe('warn')
  expect(find(element, '.log-body').textContent).toMatch(/0profile1nothinghalt0Answer/)
  const well = showCall({ method: 'batch', params, answer: { result: { result_error: [] } } })
  expect(find(well, '.badge').dataset.tone).toBe('good')
})

it.each([
  ['no commands', 'text', '0 calls: '],
  ['any number', Array.from({ length: 9000 }, () => MARKUP.repeat(900)), '9,000 calls: <img'],
])('shows of a hostile batch no more than a bound: %s', (_name, cmd, glance) => {
  const element = showCall({ method: 'batch', params: { cmd } })
  expect(find(element, '.glance').textContent).toContain(glance)
  expect(findAll(element, 'img')).toEqual([])
  expect(element.textContent?.length).toBeLessThan(200_000)
})

it('says why a message was refused', () => {
  const refused = {
    line: 'window',
    direction: 'to portal',
    at: 0,
    data: MARKUP,
    refused: 'no request',
  } as const
  const element = showWire(refused, createMessage())
  const [accepted, other] = findAll(element, 'summary')
  expect(other?.dataset.tone).toBe('warn')
  expect(other?.textContent).toContain('it has not the form of a request')
  expect(accepted?.dataset.tone).toBeUndefined()
})

it('says of a command that live portals have, and this one does not simulate, that it is no refusal', () => {
  const element = showWire(
    createMessage({ command: 'selectUser', refused: 'not simulated' }),
    createMessage({ command: 'selectAnyone', refused: 'unknown command' }),
  )
  expect(textsOf(findAll(element, '.badge'))).toEqual(['refused', 'not simulated'])
  expect(findAll(element, 'summary').at(-1)?.textContent).toContain('live portals have this command')
})

it('shows what a hostile app sends as text only, with a bound, and never throws', () => {
  const circle: Record<string, unknown> = { big: 10n }
  circle.self = circle
  const nested = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown
  const huge = MARKUP.repeat(100_000)
  const element = showWire(
    createMessage({ data: circle, content: circle, command: MARKUP }),
    createMessage({ data: huge, content: { huge, [MARKUP]: nested } }),
    createMessage({ data: undefined, content: nested }),
    createMessage({ data: Symbol.iterator }),
  )
  for (const details of findAll(element, 'details')) open(details)
  expect(findAll(element, 'img')).toEqual([])
  expect(element.textContent).toContain(MARKUP)
  expect(element.textContent?.length).toBeLessThan(200_000)
})

it('keeps the newest, and says how many went before', () => {
  const messages = Array.from({ length: 10_041 }, (_, index) => createMessage({ callbackId: String(index) }))
  const element = showWire(...messages)
  expect(find(element, '.place').textContent).toBe('1–100 of 10,000')
  expect(element.textContent).toContain('41 earlier ones')
})

it('tells who has the app open from then on', () => {
  const panel = createTestWire()
  const log = addNote(EMPTY_WIRE, { at: 0, text: 'Opened as Boris (2)', isWarning: false })
  panel.show(addMessage(log, createMessage()))
  expect(find(panel.element, '.note').textContent).toContain('Opened as Boris (2)')
})

it('is empty once it is cleared, and numbers what comes then anew', () => {
  const panel = createTestWire()
  const log = addMessage(EMPTY_WIRE, createMessage())
  panel.show(log)
  expect(find(panel.element, '.empty').hidden).toBe(true)
  find(panel.element, '[aria-label="Clear the wire"]').click()
  expect(panel.clearWire).toHaveBeenCalledOnce()
  panel.show(clearWire(log))
  expect(find(panel.element, '.empty').hidden).toBe(false)
  expect(find(panel.element, '.empty').textContent).toContain('Cleared. Nothing has passed since then.')
  expect(addMessage(clearWire(log), createMessage()).entries.map(({ id }) => id)).toEqual([2])
})

it('says of what the client asks blind that all is well, and still counts it among what was refused', () => {
  const panel = createTestWire()
  const blind = createMessage({ command: 'together', data: 'together:{}::sid', refused: 'unknown command' })
  const other = createMessage({ command: 'nothing', data: 'nothing:{}::sid', refused: 'unknown command' })
  const filter = { ...WHOLE_WIRE, isRefusedOnly: true }
  panel.show([blind, other].reduce(addMessage, EMPTY_WIRE), { filter })
  const [ofOther, ofBlind] = textsOf(findAll(panel.element, 'summary'))
  expect(ofBlind).toMatch(/together.*refused.*asked blind: all is well.*Pages of today leave what is said/)
  expect(ofOther).toMatch(/refused.*this portal has no such command/)
  expect(ofOther).not.toContain('asked blind')
})

it('marks a call whose answer is lost', () => {
  const panel = createTestWire()
  panel.show([createCall(), createCall({ at: 1, lost: true })].reduce(addCall, EMPTY_WIRE))
  const rows = textsOf(findAll(panel.element, 'summary'))
  expect(rows.map((text) => text?.includes('answer lost'))).toEqual([true, false])
})
