import type { PageUpdate } from 'bx24-events/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createActions } from '../../../demo/portal/actions.js'
import { api } from '../../../demo/portal/api.js'
import { createHttpHost } from '../../../demo/portal/http-host.js'
import { followPortal } from '../../../demo/portal/live.js'
import { ACTIVITIES, type Activity } from '../../../demo/portal/state/activities.js'
import { createRecords } from '../../../demo/portal/state/records.js'
import { openStorage } from '../../../demo/portal/state/storage.js'
import { createStore } from '../../../demo/portal/state/store.js'
import { createTestOutlet } from './asked.js'
import { createTestStore } from './model.js'
import { ANNA, createDelivery, createHandler, createState } from './samples.js'

/** What a browser's event source does, told by the test. */
class TestSource extends EventTarget {
  readyState = 1
  close(): void {
    this.readyState = 2
  }
  tell(type: 'state' | 'update' | 'call', data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }))
  }
  fail(readyState: number): void {
    this.readyState = readyState
    this.dispatchEvent(new Event('error'))
  }
}

let source: TestSource
let store: ReturnType<typeof createTestStore>
let stop: () => void

beforeEach(() => {
  source = new TestSource()
  store = createTestStore({ connection: 'connecting', portal: undefined })
  stop = followPortal(store, source)
})

afterEach(() => vi.unstubAllGlobals())

const UNREACHABLE = 'The portal can’t be reached. Is it still running?'

it('knows the portal once it has told its state', () => {
  const update: PageUpdate = { load: 3 }
  source.tell('update', update)
  expect(store.model).toMatchObject({ connection: 'connecting', portal: undefined })
  source.tell('state', createState())
  expect(store.model).toMatchObject({ connection: 'live', portal: createState() })
})

it('takes away, once the portal is back, what says that it can’t be reached, and nothing else', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  const { perform, setLoad, tellProblem } = createActions(store, {
    ...{ api, outlet: createTestOutlet(), records: createRecords(openStorage()) },
  })
  const host = createHttpHost({ userId: 1, post: api.post, onFailure: tellProblem })
  source.tell('state', createState())
  source.fail(0)
  await perform(ACTIVITIES[0] as Activity)
  await setLoad(3)
  await host.call('event.bind', {}).catch(() => undefined)
  tellProblem({ text: 'Something else.' })
  store.change({ forged: { tone: 'bad', text: 'Accepted with 200.' } })
  expect(store.model.performed?.text).toBe(UNREACHABLE)
  expect(store.model.loadFailure?.text).toBe(UNREACHABLE)
  expect(store.model.problems.map(({ text }) => text)).toEqual([
    ...[`A call of the app got no answer: ${UNREACHABLE}`, 'Something else.'],
  ])
  source.tell('state', createState())
  expect(store.model).toMatchObject({
    ...{ connection: 'live', performed: undefined, loadFailure: undefined },
    ...{ problems: [{ text: 'Something else.' }], forged: { text: 'Accepted with 200.' } },
  })
})

it('shows a call over HTTP in the wire', () => {
  const call = { at: 5, duration: 1, method: 'profile', params: {}, body: '', status: 200, answer: {} }
  source.tell('call', call)
  expect(store.model.wire.entries).toMatchObject([{ type: 'call', at: 5, method: 'profile', status: 200 }])
})

it('takes over the parts that have changed, and merges deliveries', () => {
  const [first, second] = [createDelivery(), createDelivery({ id: 2 })]
  source.tell('state', createState({ deliveries: [first, second] }))
  const sent = createDelivery({ state: 'sent' })
  source.tell('update', { deliveries: [createDelivery({ id: 3 }), sent], bound: [createHandler()] })
  expect(store.model.portal?.deliveries).toEqual([sent, second, createDelivery({ id: 3 })])
  expect(store.model.portal?.handlers).toEqual([createHandler()])
  expect(store.model.portal?.load).toBe(0)
})

it('knows which handlers come and go, and takes what did not change for the same', () => {
  const handlers = [1, 2, 3].map((id) => createHandler({ id }))
  source.tell('state', createState({ handlers: handlers.slice(0, 2) }))
  const before = store.model.portal?.handlers
  source.tell('update', { load: 1 })
  expect(store.model.portal?.handlers).toBe(before)
  source.tell('update', { unbound: [1], bound: handlers.slice(2) })
  expect(store.model.portal?.handlers).toEqual(handlers.slice(1))
})

it('forgets whom an action was to reach once the app is in another stage of its life', () => {
  const { app } = createState()
  const performed = { tone: 'good', text: 'Deal 1 created by Anna (1). 1 handler will be called.' } as const
  source.tell('state', createState())
  store.change({ performed })
  source.tell('update', { app: { ...app, title: 'Another' } })
  expect(store.model.performed).toBe(performed)
  source.tell('update', { app: { ...app, stage: 'uninstalled' } })
  expect(store.model.performed).toBeUndefined()
})

it('keeps the newest 10,000 deliveries, and takes no older ones than it has', () => {
  source.tell('state', createState({ deliveries: [createDelivery({ id: 10 })] }))
  const many = Array.from({ length: 10_050 }, (_, index) => createDelivery({ id: index + 11 }))
  source.tell('update', { deliveries: [createDelivery({ id: 3 })] })
  expect(store.model.portal?.deliveries.map(({ id }) => id)).toEqual([10])
  source.tell('update', { deliveries: many })
  const ids = store.model.portal?.deliveries.map(({ id }) => id)
  expect([ids?.length, ids?.[0], ids?.at(-1)]).toEqual([10_000, 61, 10_060])
})

it('knows no more when what waits leaves, once the load is another, unless it is told', () => {
  const [first, second] = [createDelivery(), createDelivery({ id: 2 })]
  source.tell('state', createState({ deliveries: [first, second] }))
  source.tell('update', { load: 3, deliveries: [{ ...second, leavesAt: 5 }] })
  expect(store.model.portal?.deliveries.map(({ leavesAt }) => leavesAt)).toEqual([undefined, 5])
})

it('says when the connection is lost, and takes over everything once it is back', () => {
  source.tell('state', createState({ deliveries: [createDelivery()] }))
  source.fail(0)
  expect(store.model.connection).toBe('lost')
  source.tell('state', createState({ users: [ANNA] }))
  expect(store.model).toMatchObject({ connection: 'live', portal: { users: [ANNA], deliveries: [] } })
  source.fail(2)
  expect(store.model.connection).toBe('ended')
})

it('ends when asked to', () => {
  stop()
  expect(source.readyState).toBe(2)
})

it('shows a storm of changes once', () => {
  const shown: number[] = []
  const scheduled: (() => void)[] = []
  const counter = createStore(
    { count: 0 },
    ({ count }) => shown.push(count),
    (show) => scheduled.push(show),
  )
  for (let turn = 0; turn < 1000; turn++) counter.change(({ count }) => ({ count: count + 1 }))
  for (const show of scheduled.splice(0)) show()
  counter.change({ count: 7 })
  for (const show of scheduled.splice(0)) show()
  expect(shown).toEqual([1000, 7])
})

it('answers calls as the portal was started to, until a person chooses otherwise', () => {
  source.tell('state', createState({ answersCalls: false }))
  expect(store.model.answersCalls).toBe(false)
  store.change({ answersCalls: true })
  source.tell('state', createState({ answersCalls: false }))
  expect(store.model.answersCalls).toBe(true)
})
