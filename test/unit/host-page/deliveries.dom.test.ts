import type { Delivery } from 'bx24-events/portal'
import { expect, it, vi } from 'vitest'
import { createDeliveriesPanel } from '../../../demo/portal/views/deliveries-panel.js'
import { find, findAll, open, textsOf } from './finding.js'
import { createModel } from './model.js'
import { createDelivery, createState, REQUEST } from './samples.js'

function showDeliveries(deliveries: Delivery[], now = createDelivery().raisedAt) {
  const replay = vi.fn()
  const panel = createDeliveriesPanel(replay)
  panel.update({ ...createModel({ portal: createState({ deliveries }) }), now })
  return { ...panel, replay }
}

it('says how to get one, as long as there is none', () => {
  const panel = showDeliveries([])
  expect(find(panel.element, '.empty').hidden).toBe(false)
  panel.update({ ...createModel({ portal: createState({ deliveries: [createDelivery()] }) }), now: 0 })
  expect(find(panel.element, '.empty').hidden).toBe(true)
})

it('shows the newest first, and how many are older than those', () => {
  const { element } = showDeliveries([createDelivery({ id: 7 }), createDelivery({ id: 8, forged: true })])
  expect(textsOf(findAll(element, '.number'))).toEqual(['#8', '#7'])
  expect(textsOf(findAll(element, '.badge'))).toEqual(['forged'])
  expect(element.textContent).toContain('6 older ones are not shown.')
})

it.each<[string, Partial<Delivery>, string]>([
  ['queued', { state: 'queued' }, 'Queued: leaves the queue at 10:30:04, in 4 s'],
  ['due', { state: 'queued', leavesAt: 0 }, 'leaves the queue once those before it are answered'],
  ['sent', { state: 'sent' }, 'Sent, no answer yet'],
  ['answered', { state: 'answered', status: 200, duration: 12 }, 'Answered 200 in 12 ms'],
  ['failed', { state: 'failed', reason: 'ECONNREFUSED', duration: 1200 }, 'Failed after 1.2 s: ECONNREFUSED'],
  ['skipped', { state: 'skipped', reason: 'user is inactive' }, 'Not called: user is inactive'],
])('says what became of one that is %s', (_, values, text) => {
  const { element } = showDeliveries([createDelivery(values)])
  expect(find(element, '.state').textContent).toContain(text)
})

it('takes a yes to a forged one for a warning, and a no for good', () => {
  const tones = [false, true].flatMap((forged) =>
    [200, 403].map((status) => {
      const { element } = showDeliveries([createDelivery({ state: 'answered', forged, status })])
      return find(element, '.state').dataset.tone
    }),
  )
  expect(tones).toEqual(['good', 'warn', 'warn', 'good'])
})

it('counts down while one waits', () => {
  const delivery = createDelivery()
  const panel = showDeliveries([delivery])
  panel.update({
    ...createModel({ portal: createState({ deliveries: [delivery] }) }),
    now: delivery.raisedAt + 2500,
  })
  expect(find(panel.element, '.state').textContent).toContain('in 2 s')
})

it('shows the request of an opened one, decoded and as sent, and never as markup', () => {
  const { element } = showDeliveries([createDelivery({ state: 'sent', request: REQUEST })])
  expect(findAll(element, '.log-body *')).toEqual([])
  open(find(element, 'details'))
  expect(textsOf(findAll(element, '.log-body dt'))).toContain('data[FIELDS][ID]')
  expect(textsOf(findAll(element, '.log-body dd'))).toContain('<img src=x>')
  expect(find(element, '.raw').textContent).toBe(REQUEST.body)
  expect(findAll(element, 'img')).toEqual([])
})

it('shows the request in one that was opened before it left', () => {
  const panel = showDeliveries([createDelivery()])
  open(find(panel.element, 'details'))
  expect(find(panel.element, '.log-body').textContent).toContain('Boris (2)')
  expect(findAll(panel.element, '.raw')).toEqual([])
  const deliveries = [createDelivery({ state: 'sent', request: REQUEST })]
  panel.update({ ...createModel({ portal: createState({ deliveries }) }), now: 0 })
  expect(find(panel.element, '.raw').textContent).toBe(REQUEST.body)
  const raw = find(panel.element, '.raw')
  const answered = deliveries.map((one) => ({ ...one, state: 'answered' as const }))
  panel.update({ ...createModel({ portal: createState({ deliveries: answered }) }), now: 0 })
  expect(find(panel.element, '.raw')).toBe(raw)
})

it('sends each again at a press, outside of what the press opens', () => {
  const panel = showDeliveries([createDelivery({ id: 3 }), createDelivery({ id: 4 })])
  const buttons = findAll(panel.element, 'li > button')
  expect(textsOf(buttons)).toEqual(['Send again', 'Send again'])
  expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
    'Send again #4, ONCRMDEALADD to handler 1',
    'Send again #3, ONCRMDEALADD to handler 1',
  ])
  buttons[1]?.click()
  expect(panel.replay.mock.calls).toEqual([[3]])
})

it('joins one that was sent again to the one that it repeats, and says what came of the press', () => {
  const panel = showDeliveries([createDelivery({ id: 3 }), createDelivery({ id: 4, replayOf: 3 })])
  expect(textsOf(findAll(panel.element, '.badge'))).toEqual(['again #3'])
  const replayed = { tone: 'good', text: '#3 is sent again, as #4.' } as const
  panel.update({ ...createModel({ replayed }), now: 0 })
  expect(find(panel.element, '[role=status]').textContent).toBe(replayed.text)
})

it('shows both addresses where another one stands in for that of the handler, and else the one', () => {
  const url = 'https://app.example.com/handler/'
  const show = (delivery: Partial<Delivery>) => {
    const { element } = showDeliveries([createDelivery({ state: 'answered', request: REQUEST, ...delivery })])
    open(find(element, 'details'))
    return element.textContent
  }
  expect(show({ url })).toContain(`Handler URL${url}Sent to${REQUEST.url}`)
  expect(show({ url: REQUEST.url })).not.toContain('Sent to')
})
