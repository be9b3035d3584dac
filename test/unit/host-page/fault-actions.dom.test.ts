import { NO_FAULTS } from 'bx24-events/portal'
import { beforeEach, expect, it } from 'vitest'
import { createActions } from '../../../demo/portal/actions.js'
import { createHttpHost } from '../../../demo/portal/http-host.js'
import { followPortal } from '../../../demo/portal/live.js'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createRecords } from '../../../demo/portal/state/records.js'
import { describeDelivery, describeForgery } from '../../../demo/portal/words.js'
import { nextTask } from '../../support/next-task.js'
import { createTestApi, createTestOutlet, type TestApi } from './asked.js'
import { createTestStore } from './model.js'
import { ANNA, BORIS, createDelivery, createState } from './samples.js'

let api: TestApi
beforeEach(() => {
  api = createTestApi()
})

function createTestActions(values: Partial<PageModel> = {}) {
  const store = createTestStore(values)
  return {
    store,
    actions: createActions(store, { api, outlet: createTestOutlet(), records: createRecords(localStorage) }),
  }
}

const questions = () => api.asked.map(({ path, body }) => [path, body])

it('asks for faults one after the other, and shows them until the portal tells of its own', async () => {
  const { store, actions } = createTestActions()
  void actions.setFaults({ queryLimit: 3 })
  const set = actions.setFaults({ handlers: 'down' })
  await nextTask()
  expect(store.model.wantedFaults).toEqual({ queryLimit: 3, handlers: 'down' })
  expect(questions()).toEqual([['/api/faults', { queryLimit: 3 }]])
  await api.newest.answer({})
  expect(questions()).toEqual([
    ['/api/faults', { queryLimit: 3 }],
    ['/api/faults', { handlers: 'down' }],
  ])
  await api.newest.answer({})
  await set
  const source = Object.assign(new EventTarget(), { readyState: 1, close: () => undefined })
  followPortal(store, source)
  const faults = { queryLimit: 2, lostReplies: 0, handlers: 'down' }
  source.dispatchEvent(new MessageEvent('update', { data: JSON.stringify({ faults }) }))
  expect(store.model.wantedFaults).toBeUndefined()
  expect(store.model.portal?.faults).toEqual(faults)
})

it('says why a fault was refused, and shows what there is', async () => {
  const { store, actions } = createTestActions()
  const set = actions.setFaults({ handlers: 'down' })
  await nextTask()
  await api.newest.refuse('The portal can’t be reached.')
  await set
  expect(store.model.wantedFaults).toBeUndefined()
  expect(store.model.faultOutcome).toEqual({ tone: 'bad', text: 'The portal can’t be reached.' })
})

it('undoes one fault, or all, lost access included', async () => {
  const users = [
    { ...ANNA, access: false },
    { ...BORIS, access: false },
  ]
  const { store, actions } = createTestActions({ portal: createState({ users }), takenAccess: [2] })
  void actions.undoFault('handlers')
  await nextTask()
  expect(questions()).toEqual([['/api/faults', { handlers: 'well' }]])
  await api.newest.answer({})
  const undone = actions.undoAllFaults()
  await nextTask()
  await api.asked[1]?.answer({})
  await api.newest.answer({ ...ANNA })
  await api.newest.answer({ ...BORIS })
  await undone
  expect(questions().slice(1)).toEqual([
    ['/api/faults', NO_FAULTS],
    ['/api/users/1', { access: true }],
    ['/api/users/2', { access: true }],
  ])
  expect(store.model.takenAccess).toEqual([])
  expect(store.model.portal?.users).toEqual([ANNA, BORIS])
})

it('takes access from a user and remembers that, until he has it again', async () => {
  const { store, actions } = createTestActions()
  const taken = actions.setAccess(2, false)
  await nextTask()
  expect(api.newest).toMatchObject({ path: '/api/users/2', body: { access: false } })
  await api.newest.answer({ ...BORIS, access: false })
  await taken
  expect(store.model.takenAccess).toEqual([2])
  void actions.undoFault(2)
  await nextTask()
  expect(api.newest).toMatchObject({ path: '/api/users/2', body: { access: true } })
  expect(store.model.takenAccess).toEqual([])
})

it('lets tokens expire, and says what that means', async () => {
  const { store, actions } = createTestActions()
  const expired = actions.expireTokens()
  expect(api.newest.path).toBe('/api/expireTokens')
  await api.newest.answer({})
  await expired
  expect(store.model.faultOutcome).toMatchObject({ tone: 'good', text: expect.stringContaining('expired') })
})

it('sets how long tokens live', async () => {
  const { store, actions } = createTestActions()
  const set = actions.setTokenLifetime(10_000)
  expect(api.newest).toMatchObject({ path: '/api/tokenLifetime', body: { tokenLifetime: 10_000 } })
  await api.newest.answer({ tokenLifetime: 10_000 })
  await set
  expect(store.model.portal?.tokenLifetime).toBe(10_000)
})

it('tells the wire of a reply that is lost through the page, and the app nothing', async () => {
  const { store, actions } = createTestActions()
  const host = createHttpHost({
    ...{ userId: 1, post: api.post, onFailure: actions.tellProblem, onLost: actions.addLostReply },
  })
  const called = host.call('event.bind', {}).catch((reason: unknown) => reason)
  await api.newest.answer({ status: 200, answer: { result: true }, lost: true })
  const error = await called
  expect(error).toMatchObject({ name: 'LostReplyError', reply: { answer: { result: true } } })
  actions.addDiagnostic({ kind: 'command failed', origin: '', command: 'callBind', cause: error })
  expect(store.model.wire.entries).toMatchObject([
    { text: 'event.bind was carried out, and its answer is lost on purpose.', isWarning: true },
  ])
  expect(store.model.problems).toEqual([])
})

it('says in the log of deliveries which met a fault, and of a forged one that nobody was called', () => {
  const failed = createDelivery({ state: 'failed', reason: 'fetch failed', duration: 1, fault: 'down' })
  expect(describeDelivery(failed, 0)).toEqual({
    tone: 'bad',
    text: 'Failed after 1 ms: fetch failed. On purpose, handlers are down: it was not called',
  })
  const forged = createDelivery({ state: 'answered', status: 200, forged: true, fault: 'slow' })
  expect(describeForgery(forged)).toMatchObject({ tone: 'warn', text: expect.stringContaining('not called') })
})
