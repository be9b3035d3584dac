import type { Delivery } from 'bx24-events/portal'
import { expect, it, vi } from 'vitest'
import { ALL_DELIVERIES, type DeliveryFilter } from '../../../demo/portal/state/delivery-filter.js'
import { createDeliveriesPanel } from '../../../demo/portal/views/deliveries-panel.js'
import { enter, find, findAll, open, textsOf } from './finding.js'
import { createModel } from './model.js'
import { createDelivery, createHandler, createState, REQUEST } from './samples.js'

type Data = Parameters<ReturnType<typeof createDeliveriesPanel>['update']>[0]

function createPanel() {
  const options = {
    ...{ replay: vi.fn(), copyCurl: vi.fn(), loadOlder: vi.fn(), loadDelivery: vi.fn() },
    ...{ filterDeliveries: vi.fn(), showAllDeliveries: vi.fn(), turnDeliveries: vi.fn() },
  }
  const panel = createDeliveriesPanel(options)
  document.body.replaceChildren(panel.element)
  return { ...options, ...panel }
}

function createData(deliveries: Delivery[], values: Partial<Data> = {}): Data {
  const portal = createState({ deliveries, handlers: [createHandler()] })
  return { ...createModel({ portal }), now: createDelivery().raisedAt, ...values }
}

function showDeliveries(deliveries: Delivery[], values: Partial<Data> = {}) {
  const panel = createPanel()
  panel.update(createData(deliveries, values))
  return panel
}

const numbered = (count: number, first = 1) =>
  Array.from({ length: count }, (_, index) => createDelivery({ id: first + index }))

const filterBy = (values: Partial<DeliveryFilter>) => ({
  deliveriesView: { filter: { ...ALL_DELIVERIES, ...values }, top: undefined },
})

const numbersIn = (element: HTMLElement) => textsOf(findAll(element, '.number'))

it('says how to get one, as long as there is none', () => {
  const panel = showDeliveries([])
  expect(find(panel.element, '.empty').hidden).toBe(false)
  panel.update(createData([createDelivery()]))
  expect(find(panel.element, '.empty').hidden).toBe(true)
})

it('shows the newest first, and how many are older than those', () => {
  const { element } = showDeliveries([createDelivery({ id: 7 }), createDelivery({ id: 8, forged: true })])
  expect(textsOf(findAll(element, '.number'))).toEqual(['#8', '#7'])
  expect(textsOf(findAll(element, '.badge'))).toEqual(['forged'])
  expect(element.textContent).toContain('6 older ones are not here')
})

it.each<[string, Partial<Delivery>, string]>([
  ['queued', { state: 'queued' }, 'Queued: leaves the queue at 10:30:04, in 4 s'],
  ['due', { state: 'queued', leavesAt: 0 }, 'waits for those before it'],
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
  panel.update(createData([delivery], { now: delivery.raisedAt + 2500 }))
  expect(find(panel.element, '.state').textContent).toContain('in 2 s')
})

it('shows the request of an opened one, decoded and as sent, and never as markup', () => {
  const { element } = showDeliveries([createDelivery({ state: 'sent', request: REQUEST })])
  expect(findAll(element, '.log-body *')).toEqual([])
  open(find(element, 'details'))
  expect(textsOf(findAll(element, '.log-body dt'))).toEqual(expect.arrayContaining(['data', 'FIELDS', 'ID']))
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
  panel.update(createData(deliveries))
  expect(find(panel.element, '.raw').textContent).toBe(REQUEST.body)
  const raw = find(panel.element, '.raw')
  const answered = deliveries.map((one) => ({ ...one, state: 'answered' as const }))
  panel.update(createData(answered))
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
  const deliveriesOutcome = { tone: 'good', text: '#3 is sent again, as #4.' } as const
  panel.update(createData([], { deliveriesOutcome }))
  expect(find(panel.element, '[role=status]').textContent).toBe(deliveriesOutcome.text)
})

it('leads to its handler, as long as that is bound', () => {
  const request = { state: 'sent', request: REQUEST } as const
  const panel = showDeliveries([createDelivery(request), createDelivery({ id: 2, handlerId: 9, ...request })])
  for (const details of findAll(panel.element, 'details')) open(details)
  const [gone, bound] = findAll(panel.element, '.log-body')
  expect(find<HTMLAnchorElement>(bound as HTMLElement, 'a').hash).toBe('#handler-1')
  expect(findAll(gone as HTMLElement, 'a')).toEqual([])
  expect(gone?.textContent).toContain('9, bound no more')
})

it('copies a request as cURL, with tokens only where the press says so', () => {
  const delivery = createDelivery({ state: 'sent', request: REQUEST })
  const panel = showDeliveries([delivery])
  open(find(panel.element, 'details'))
  const [masked, whole] = findAll(panel.element, '.takes button')
  expect(textsOf([masked, whole] as HTMLElement[])).toEqual(['Copy as cURL', 'Copy as cURL with tokens'])
  masked?.click()
  expect(panel.copyCurl.mock.lastCall).toEqual([delivery, { withTokens: false }])
  whole?.click()
  expect(panel.copyCurl.mock.lastCall).toEqual([delivery, { withTokens: true }])
})

it('says of one whose request the portal does not keep any more that it is old', () => {
  const panel = showDeliveries([createDelivery({ state: 'answered', status: 200 })])
  open(find(panel.element, 'details'))
  expect(find(panel.element, '.log-body').textContent).toContain('newest 1,000')
})

it('says of one that is too long to be told with others that it is, and lets it be loaded when it is opened', () => {
  const cut = createDelivery({ state: 'answered', data: undefined, isCut: true })
  const panel = showDeliveries([createDelivery({ id: 2 }), cut])
  for (const details of findAll(panel.element, 'details')) open(details)
  expect(panel.loadDelivery.mock.calls).toEqual([[1]])
  const { textContent } = find(panel.element, '.log-body')
  expect(textContent).toContain('too long')
  expect(textContent).not.toMatch(/undefined|newest 1,000/)
  panel.update(
    createData([createDelivery({ id: 2 }), createDelivery({ state: 'answered', request: REQUEST })]),
  )
  expect(find(panel.element, '.raw').textContent).toBe(REQUEST.body)
  expect(panel.loadDelivery).toHaveBeenCalledOnce()
})

it.each<[string, Partial<DeliveryFilter>, string[]]>([
  ['event', { event: 'ONTASKADD' }, ['#2']],
  ['state', { state: 'failed' }, ['#3']],
  ['handler', { handlerId: 4 }, ['#3', '#2']],
  ['text of the reason, in any case', { text: ' econn' }, ['#3']],
  ['text of the data', { text: '7406' }, ['#2', '#1']],
  ['number', { text: '#2' }, ['#2']],
  ['all at once', { text: 'task', handlerId: 4, state: 'queued' }, ['#2']],
])('shows those of a filter by %s', (_, filter, numbers) => {
  const deliveries = [
    createDelivery(),
    createDelivery({ id: 2, event: 'ONTASKADD', handlerId: 4 }),
    createDelivery({ id: 3, handlerId: 4, state: 'failed', reason: 'ECONNREFUSED', data: {} }),
  ]
  expect(numbersIn(showDeliveries(deliveries, filterBy(filter)).element)).toEqual(numbers)
})

it('offers for a filter what the deliveries are of', () => {
  const panel = showDeliveries([
    createDelivery(),
    createDelivery({ id: 2, event: 'ONTASKADD', handlerId: 4 }),
  ])
  const [event, state, handler] = findAll(panel.element, '.filters select') as HTMLSelectElement[]
  const optionsOf = (select?: HTMLSelectElement) => [...(select?.options ?? [])].map(({ text }) => text)
  expect(optionsOf(event)).toEqual(['Any event', 'ONCRMDEALADD', 'ONTASKADD'])
  expect(optionsOf(handler)).toEqual(['Any handler', 'Handler 1', 'Handler 4'])
  enter(state as HTMLSelectElement, 'failed')
  expect(panel.filterDeliveries.mock.lastCall).toEqual([{ state: 'failed' }])
  enter(handler as HTMLSelectElement, '4')
  expect(panel.filterDeliveries.mock.lastCall).toEqual([{ handlerId: 4 }])
  enter(find<HTMLInputElement>(panel.element, 'input[type=search]'), 'x')
  expect(panel.filterDeliveries.mock.lastCall).toEqual([{ text: 'x' }])
})

it('says so where no delivery is like the filter, takes it away at a press, and keeps the focus', () => {
  const panel = showDeliveries([createDelivery()], filterBy({ text: 'nothing like this' }))
  expect(find(panel.element, '.empty').textContent).toContain('No delivery is like this.')
  find(panel.element, '.empty button').focus()
  find(panel.element, '.empty button').click()
  expect(panel.showAllDeliveries).toHaveBeenCalledOnce()
  panel.update(createData([createDelivery()]))
  expect(find(panel.element, '.empty').hidden).toBe(true)
  expect(document.activeElement).toBe(find(panel.element, 'input[type=search]'))
})

it('shows many page by page, and a page stays where it is, whatever comes', () => {
  const deliveries = numbered(250)
  const panel = showDeliveries(deliveries)
  const edges = () => [numbersIn(panel.element)[0], numbersIn(panel.element).at(-1)]
  const [newest, newer, older] = findAll(panel.element, '.pager button')
  expect([edges(), find(panel.element, '.place').textContent]).toEqual([['#250', '#151'], '1–100 of 250'])
  older?.click()
  const [top] = panel.turnDeliveries.mock.lastCall ?? []
  const onPage = { deliveriesView: { filter: ALL_DELIVERIES, top } }
  panel.update(createData([...deliveries, ...numbered(9, 251)], onPage))
  expect([edges(), find(panel.element, '.place').textContent]).toEqual([['#150', '#51'], '110–209 of 259'])
  newer?.click()
  expect(panel.turnDeliveries.mock.lastCall?.[0]).toMatchObject({ id: 250 })
  newest?.click()
  expect(panel.turnDeliveries.mock.lastCall).toEqual([undefined])
})

it('has no pages where all are in sight', () => {
  expect(find(showDeliveries(numbered(100)).element, '.pager').hidden).toBe(true)
  expect(find(showDeliveries(numbered(101)).element, '.pager').hidden).toBe(false)
})

it('fetches older ones at a press, and keeps the focus once there are none', () => {
  const panel = showDeliveries(numbered(2, 3))
  const load = find(panel.element, '.older button')
  load.focus()
  load.click()
  expect(panel.loadOlder).toHaveBeenCalledOnce()
  panel.update(createData(numbered(4)))
  expect(find(panel.element, '.older').hidden).toBe(true)
  expect(document.activeElement).toBe(find(panel.element, 'input[type=search]'))
})

it('says nothing of older ones that the portal has not got either', () => {
  const panel = showDeliveries(numbered(2, 3))
  expect(find(panel.element, '.older').hidden).toBe(false)
  panel.update(
    createData(numbered(2, 3), { portal: createState({ deliveries: numbered(2, 3), firstDelivery: 3 }) }),
  )
  expect(find(panel.element, '.older').hidden).toBe(true)
})

it('hands the focus of a row that goes to the one in its place, or to the filter where none is left', () => {
  const panel = showDeliveries(numbered(3))
  findAll(panel.element, 'summary')[1]?.focus()
  panel.update(createData([createDelivery(), createDelivery({ id: 3 })]))
  expect(document.activeElement?.textContent).toContain('#1')
  panel.update(createData([createDelivery()], filterBy({ text: 'nothing like this' })))
  expect(document.activeElement).toBe(find(panel.element, 'input[type=search]'))
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
