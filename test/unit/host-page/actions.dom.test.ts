import type { Explanation } from 'bx24-events/portal'
import { beforeEach, expect, it } from 'vitest'
import { createActions } from '../../../demo/portal/actions.js'
import { ACTIVITIES, type Activity } from '../../../demo/portal/state/activities.js'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createRecords } from '../../../demo/portal/state/records.js'
import { createTestApi, createTestOutlet, type TestApi } from './asked.js'
import { createTestStore } from './model.js'
import { createDelivery, createExplanation, createHandler, createState } from './samples.js'

const NOBODY: Explanation = {
  event: 'ONCRMDEALADD',
  handlers: [],
  hints: ['Nobody has bound ONCRMDEALADD.', 'Sample app needs scope crm to bind it.'],
}

let api: TestApi

beforeEach(() => {
  api = createTestApi()
  localStorage.clear()
})

function createTestActions(values: Partial<PageModel> = {}) {
  const store = createTestStore(values)
  return {
    store,
    actions: createActions(store, { api, outlet: createTestOutlet(), records: createRecords(localStorage) }),
  }
}

function findActivity(label: string): Activity {
  const activity = ACTIVITIES.find((one) => one.label === label)
  if (activity) return activity
  throw new Error(`No activity ${label}`)
}

/** Answers with what the portal was asked to raise. */
async function perform(
  actions: ReturnType<typeof createActions>,
  label: string,
  explanation: Explanation = NOBODY,
) {
  const performed = actions.perform(findActivity(label))
  const { path, body, answer } = api.newest
  expect(path).toBe('/api/raise')
  await answer([])
  await api.newest.answer(explanation)
  await performed
  return body
}

it('raises the event of an action as the user who has the app open, and says what it causes', async () => {
  const { store, actions } = createTestActions({ chosenUserId: 2 })
  const raised = await perform(actions, 'Create a deal', createExplanation({}))
  expect(raised).toEqual({ event: 'ONCRMDEALADD', data: { FIELDS: { ID: '7406' } }, by: 2 })
  expect(api.newest).toMatchObject({ path: '/api/explain', body: { event: 'ONCRMDEALADD', by: 2 } })
  expect(store.model.performed).toEqual({
    tone: 'good',
    text: 'Deal 7406 created by Boris (2). 1 handler will be called.',
  })
})

it('says what may be wrong where an action reaches nobody', async () => {
  const { store, actions } = createTestActions()
  await perform(actions, 'Create a deal')
  expect(store.model.performed).toEqual({
    tone: 'warn',
    text: 'Deal 7406 created by Anna (1). Nobody has bound ONCRMDEALADD. Sample app needs scope crm to bind it.',
  })
})

it('says of handlers that are bound, but would not be called, why', async () => {
  const { store, actions } = createTestActions()
  const inactive = { called: false, reason: 'user 2 is inactive' }
  await perform(actions, 'Create a deal', createExplanation({}, inactive, inactive))
  expect(store.model.performed).toEqual({
    tone: 'good',
    text: 'Deal 7406 created by Anna (1). 1 handler will be called. 2 handlers will not be called: user 2 is inactive.',
  })
  await perform(actions, 'Create a deal', createExplanation(inactive))
  expect(store.model.performed?.tone).toBe('warn')
})

it('acts as a robot, or as another user', async () => {
  const { store, actions } = createTestActions()
  actions.chooseActor('robot')
  expect((await perform(actions, 'Add a task'))?.by).toBeUndefined()
  expect(store.model.performed?.text).toContain('by a robot')
  actions.chooseActor(2)
  expect(await perform(actions, 'Add a task')).toHaveProperty('by', 2)
})

it('numbers deals upwards, across reloads too, and changes and deletes the newest', async () => {
  const numberOf = async (label: string) => {
    const body = await perform(createTestActions().actions, label)
    return body?.data
  }
  expect(await numberOf('Create a deal')).toEqual({ FIELDS: { ID: '7406' } })
  expect(await numberOf('Create a deal')).toEqual({ FIELDS: { ID: '7407' } })
  const { actions } = createTestActions()
  expect(await perform(actions, 'Delete a deal')).toMatchObject({ data: { FIELDS: { ID: '7407' } } })
  expect(await perform(actions, 'Change a deal')).toMatchObject({ data: { FIELDS: { ID: '7406' } } })
  expect(await perform(actions, 'Create a deal')).toMatchObject({ data: { FIELDS: { ID: '7408' } } })
})

it('goes on from the numbers that handlers were told, by whichever page', async () => {
  const told = [
    createDelivery({ id: 1, data: { FIELDS: { ID: '8000' } } }),
    createDelivery({
      id: 2,
      event: 'ONTASKADD',
      data: { FIELDS_BEFORE: 'undefined', FIELDS_AFTER: { ID: 400 } },
    }),
    createDelivery({ id: 3, data: { FIELDS: { ID: '9000' } }, forged: true }),
    createDelivery({ id: 4, data: { FIELDS: { ID: 'none' } } }),
    createDelivery({ id: 5, data: null }),
  ]
  const idOf = async (label: string, deliveries = told) => {
    const { actions } = createTestActions({ portal: createState({ deliveries }) })
    return JSON.stringify((await perform(actions, label))?.data).match(/"ID":"?(\d+)/)?.[1]
  }
  expect(await idOf('Create a deal')).toBe('8001')
  expect(await idOf('Add a task')).toBe('401')
  expect(await idOf('Add a contact')).toBe('62')
  const deletion = createDelivery({ id: 6, event: 'ONCRMDEALDELETE', data: { FIELDS: { ID: '8001' } } })
  expect(await idOf('Delete a deal', [...told, deletion])).toBe('8000')
})

it('shows why something was not done', async () => {
  const { store, actions } = createTestActions({ portal: createState({ handlers: [createHandler()] }) })
  for (const act of [
    () => actions.perform(findActivity('Create a deal')),
    () => actions.forge(1),
    () => actions.replay(1),
    () => actions.setLoad(1),
    () => actions.setRight({ userId: 2, right: 'active', value: false }),
    () => actions.takeStep('uninstall'),
  ]) {
    const done = act()
    await Promise.resolve()
    await api.newest.refuse('The portal can’t be reached.')
    await done
  }
  const failure = { tone: 'bad', text: 'The portal can’t be reached.' }
  expect(store.model).toMatchObject({ performed: failure, forged: failure, deliveriesOutcome: failure })
  expect(store.model).toMatchObject({ loadFailure: failure, rightFailure: failure, stepped: failure })
  expect(store.model).toMatchObject({ wantedLoad: undefined, wantedRights: [] })
})

it('asks for the newest load only, however fast the slider is drawn', async () => {
  const { store, actions } = createTestActions()
  const set = [1, 2, 3].map((load) => actions.setLoad(load))
  expect(store.model.wantedLoad).toBe(3)
  expect(api.asked.map(({ body }) => body)).toEqual([{ load: 1 }])
  await api.newest.answer({})
  expect(store.model.wantedLoad).toBe(3)
  expect(api.asked.map(({ body }) => body)).toEqual([{ load: 1 }, { load: 3 }])
  await api.newest.answer({})
  await Promise.all(set)
  expect(store.model.wantedLoad).toBeUndefined()
  expect(store.model.portal?.load).toBe(3)
})

it('gives and takes rights one after the other, so that the last wish is what holds', async () => {
  const { store, actions } = createTestActions()
  const set = [false, true].map((value) => actions.setRight({ userId: 2, right: 'access', value }))
  await Promise.resolve()
  expect(api.asked.map(({ path, body }) => [path, body])).toEqual([['/api/users/2', { access: false }]])
  const boris = createState().users[1]
  await api.newest.answer({ ...boris, access: false })
  expect(store.model.portal?.users[1]?.access).toBe(false)
  expect(store.model.wantedRights).toEqual([{ userId: 2, right: 'access', value: true }])
  expect(api.newest.body).toEqual({ access: true })
  await api.newest.answer(boris)
  await Promise.all(set)
  expect(store.model).toMatchObject({ wantedRights: [], portal: { users: [{}, { access: true }] } })
})

it('forges a delivery for a handler, and says what came of it', async () => {
  const { store, actions } = createTestActions()
  const forged = actions.forge(2)
  expect(store.model.forged?.tone).toBe('busy')
  expect(api.newest.body).toEqual({ handlerId: 2 })
  await api.newest.answer(createDelivery({ state: 'answered', status: 403 }))
  await forged
  expect(store.model.forged?.tone).toBe('good')
})

it('sends a delivery again, and says as which', async () => {
  const { store, actions } = createTestActions()
  const replayed = actions.replay(3)
  expect(api.newest).toMatchObject({ path: '/api/replay', body: { deliveryId: 3 } })
  await api.newest.answer(createDelivery({ id: 7, replayOf: 3 }))
  await replayed
  expect(store.model.deliveriesOutcome).toEqual({ tone: 'good', text: '#3 is sent again, as #7.' })
})

it('tells of a problem once, and of no more than the newest few', () => {
  const { store, actions } = createTestActions()
  for (const text of ['1', '2', '2', '3', '4', '5', '6']) actions.tellProblem({ text })
  expect(store.model.problems.map(({ text }) => text)).toEqual(['2', '3', '4', '5', '6'])
  for (const { id } of store.model.problems) actions.dismissProblem(id)
  expect(store.model.problems).toEqual([])
})

it('says in the wire which command of the app failed, and why; what was refused stands there already', () => {
  const { store, actions } = createTestActions()
  const cause = new Error("An app's own page has no events: it is no placement.")
  const origin = 'https://app.example.com'
  actions.addDiagnostic({ kind: 'command failed', origin, command: 'placementBindEvent', cause })
  actions.addDiagnostic({ kind: 'not simulated', origin, command: 'openPath' })
  expect(store.model.wire.entries).toMatchObject([
    {
      type: 'note',
      isWarning: true,
      text: expect.stringContaining(`placementBindEvent failed: ${cause.message}`),
    },
  ])
})

it('has the portal ask the app anew, and takes over what it answers; a failure stays until it is seen', async () => {
  const closed = { state: 'closed', reason: 'Nothing listens there.', at: 5 } as const
  const { store, actions } = createTestActions()
  const asking = actions.askApp()
  expect(api.newest).toMatchObject({ path: '/api/entrance', body: {} })
  await api.newest.answer(closed)
  await asking
  expect(store.model.portal?.app).toMatchObject({ title: 'Sample app', entrance: closed })
  const failing = actions.askApp()
  await api.newest.refuse('The portal can’t be reached.')
  await failing
  expect(store.model.problems).toMatchObject([{ text: 'The portal can’t be reached.' }])
})
