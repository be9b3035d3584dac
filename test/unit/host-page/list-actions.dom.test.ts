import type { ToldDelivery } from 'bx24-events/server'
import { beforeEach, expect, it } from 'vitest'
import { createListActions } from '../../../demo/portal/actions/lists.js'
import { ALL_DELIVERIES } from '../../../demo/portal/state/delivery-filter.js'
import { addMessage, EMPTY_WIRE } from '../../../demo/portal/state/wire-log.js'
import { createTestApi, type TestApi } from './asked.js'
import { createTestStore } from './model.js'
import { createDelivery, createState } from './samples.js'
import { createMessage } from './wire-samples.js'

let api: TestApi
let store: ReturnType<typeof createTestStore>
let actions: ReturnType<typeof createListActions>

beforeEach(() => {
  api = createTestApi()
  const wire = addMessage(EMPTY_WIRE, createMessage())
  store = createTestStore({ wire, portal: createState({ deliveries: [createDelivery({ id: 5 })] }) })
  actions = createListActions({ store, api })
})

it('starts another filter with the newest', () => {
  actions.turnDeliveries(createDelivery())
  actions.filterDeliveries({ event: 'A' })
  actions.filterDeliveries({ text: 'b' })
  const filter = { ...ALL_DELIVERIES, event: 'A', text: 'b' }
  expect(store.model.deliveriesView).toEqual({ filter, top: undefined })
  actions.showDeliveriesOf(3)
  expect(store.model.deliveriesView.filter).toEqual({ ...ALL_DELIVERIES, handlerId: 3 })
  actions.showAllDeliveries()
  expect(store.model.deliveriesView.filter).toEqual(ALL_DELIVERIES)
})

it('fetches deliveries before those that are there, once at a time', async () => {
  const loaded = [actions.loadOlder(), actions.loadOlder()]
  expect(store.model.isLoadingOlder).toBe(true)
  expect(api.asked.map(({ path }) => path)).toEqual(['/api/deliveries?before=5'])
  await api.newest.answer([createDelivery({ id: 3 }), createDelivery({ id: 4 })])
  await Promise.all(loaded)
  expect(store.model.isLoadingOlder).toBe(false)
  expect(store.model.portal?.deliveries.map(({ id }) => id)).toEqual([3, 4, 5])
})

it('fetches what a delivery brings along, and keeps what has become of it meanwhile', async () => {
  const cut = createDelivery({ id: 5, state: 'sent', data: undefined, isCut: true })
  const change = (deliveries: ToldDelivery[]) => store.change({ portal: createState({ deliveries }) })
  change([cut])
  const loaded = actions.loadDelivery(5)
  expect(api.newest.path).toBe('/api/deliveries/5')
  change([createDelivery({ id: 4 }), { ...cut, state: 'answered', status: 200 }])
  const request = { method: 'POST', url: 'http://127.0.0.1/', headers: {}, body: 'a=1' } as const
  const whole = createDelivery({ id: 5, state: 'sent', data: { a: 1 }, request })
  await api.newest.answer(whole)
  await loaded
  const answered = { ...whole, state: 'answered', status: 200 }
  expect(store.model.portal?.deliveries).toEqual([createDelivery({ id: 4 }), answered])

  const loadedAgain = actions.loadDelivery(4)
  await api.newest.answer({ ...cut, id: 4 })
  await loadedAgain
  expect(store.model.portal?.deliveries[0]).toEqual(createDelivery({ id: 4 }))
})

it('says why older deliveries could not be fetched', async () => {
  const loaded = actions.loadOlder()
  await api.newest.refuse('The portal can’t be reached.')
  await loaded
  const deliveriesOutcome = { tone: 'bad', text: 'The portal can’t be reached.' }
  expect(store.model).toMatchObject({ deliveriesOutcome, isLoadingOlder: false })
  store.change({ deliveriesOutcome: undefined })
  const loadedOne = actions.loadDelivery(5)
  await api.newest.refuse('The portal can’t be reached.')
  await loadedOne
  expect(store.model).toMatchObject({ deliveriesOutcome })
})

it('goes on collecting while the wire is paused, also after clearing it', () => {
  const { wire } = store.model
  actions.pauseWire(true)
  store.change(({ wire }) => ({ wire: addMessage(wire, createMessage()) }))
  expect(store.model.wireView.paused).toBe(wire)
  expect(store.model.wire.entries).toHaveLength(2)
  store.change({ wireOutcome: { tone: 'good', text: 'Saved as wire.jsonl: 2 lines of JSON.' } })
  actions.clearWire()
  expect(store.model.wireOutcome).toBeUndefined()
  expect(store.model.wireView.paused?.entries).toEqual([])
  actions.pauseWire(false)
  expect(store.model.wireView.paused).toBeUndefined()
  actions.clearWire()
  expect(store.model.wireView.paused).toBeUndefined()
  expect(store.model.wire.entries).toEqual([])
})
