import type { WireMessage } from 'bx24-events/portal'
import { expect, it, vi } from 'vitest'
import { addCall, addMessage, addNote, clearWire, EMPTY_WIRE } from '../../../demo/portal/state/wire-log.js'
import { createWirePanel } from '../../../demo/portal/views/wire-panel.js'
import { find, findAll, open, textsOf } from './finding.js'

const MARKUP = '<img src=x>'

function createMessage(values: Partial<WireMessage> = {}): WireMessage {
  return {
    direction: 'to portal',
    at: Date.now(),
    data: 'callMethod:{"method":"profile"}:7:sid',
    command: 'callMethod',
    callbackId: '7',
    content: { method: 'profile' },
    ...values,
  }
}

function showWire(...messages: readonly WireMessage[]) {
  const panel = createWirePanel(() => undefined)
  panel.update(messages.reduce(addMessage, EMPTY_WIRE))
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

it('shows a call over HTTP among the messages, with its answer', () => {
  const call = {
    ...{ at: Date.now(), duration: 12, origin: 'http://127.0.0.1:5173', status: 400 },
    ...{ method: 'event.bind', params: { event: MARKUP }, body: 'auth=•••&event=x' },
    answer: { error: 'ERROR_ARGUMENT' },
  }
  const panel = createWirePanel(() => undefined)
  panel.update(addCall(addMessage(EMPTY_WIRE, createMessage()), call))
  const [first] = findAll(panel.element, 'details')
  expect(first?.textContent).toMatch(/^HTTPevent\.bind400/)
  open(first as HTMLElement)
  expect(textsOf(findAll(panel.element, '.log-body h3'))).toEqual(['As understood', 'Answer', 'As sent'])
  expect(panel.element.textContent).toContain('From a page of http://127.0.0.1:5173, answered in 12 ms')
  expect(find(panel.element, '.raw').textContent).toBe('/rest/event.bind\n\nauth=•••&event=x')
  expect(findAll(panel.element, 'img')).toEqual([])
})

it.each([
  ['a list', ['event.bind?event=A', 'event.bind?event=B', 'profile']],
  ['names', { one: 'event.bind?event=A', two: 'event.bind', three: 'profile' }],
])('names the calls of a batch, given by %s', (_name, cmd) => {
  const call = { at: 0, duration: 1, method: 'batch', params: { cmd }, body: '', status: 200, answer: {} }
  const panel = createWirePanel(() => undefined)
  panel.update(addCall(EMPTY_WIRE, call))
  expect(find(panel.element, '.glance').textContent).toBe('3 calls: event.bind, profile')
})

it('says why a message was refused', () => {
  const refused = { direction: 'to portal', at: 0, data: MARKUP, refused: 'no request' } as const
  const element = showWire(refused, createMessage())
  const [accepted, other] = findAll(element, 'summary')
  expect(other?.dataset.tone).toBe('warn')
  expect(other?.textContent).toContain('it has not the form of a request')
  expect(accepted?.dataset.tone).toBeUndefined()
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
  const messages = Array.from({ length: 341 }, (_, index) => createMessage({ callbackId: String(index) }))
  const element = showWire(...messages)
  expect(findAll(element, 'details')).toHaveLength(300)
  expect(element.textContent).toContain('41 earlier ones')
})

it('tells who has the app open from then on', () => {
  const panel = createWirePanel(() => undefined)
  const log = addNote(EMPTY_WIRE, { at: 0, text: 'Opened as Boris (2)', isWarning: false })
  panel.update(addMessage(log, createMessage()))
  expect(find(panel.element, '.note').textContent).toContain('Opened as Boris (2)')
})

it('is empty once it is cleared, and numbers what comes then anew', () => {
  const clear = vi.fn()
  const panel = createWirePanel(clear)
  const log = addMessage(EMPTY_WIRE, createMessage())
  panel.update(log)
  expect(find(panel.element, '.empty').hidden).toBe(true)
  find(panel.element, 'button').click()
  expect(clear).toHaveBeenCalledOnce()
  panel.update(clearWire(log))
  expect(find(panel.element, '.empty').hidden).toBe(false)
  expect(addMessage(clearWire(log), createMessage()).entries.map(({ id }) => id)).toEqual([2])
})
