import type { Delivery } from 'bx24-events/portal'
import { beforeEach, expect, it } from 'vitest'
import { createActions } from '../../../demo/portal/actions.js'
import type { Post } from '../../../demo/portal/api.js'
import { ACTIVITIES, type Activity } from '../../../demo/portal/state/activities.js'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createRecords } from '../../../demo/portal/state/records.js'
import { createTestStore } from './model.js'
import { createDelivery, createHandler, createState } from './samples.js'

interface Asked {
  path: string
  body: Readonly<Record<string, unknown>>
  answer(value: unknown): void
  refuse(error: Error): void
}

let asked: Asked[]
const post: Post = <Answer>(path: string, body: Readonly<Record<string, unknown>>) =>
  new Promise<Answer>((resolve, reject) => {
    asked.push({ path, body, answer: (value) => resolve(value as Answer), refuse: reject })
  })

beforeEach(() => {
  asked = []
  localStorage.clear()
})

function createTestActions(values: Partial<PageModel> = {}) {
  const store = createTestStore(values)
  return { store, actions: createActions(store, { post, records: createRecords(localStorage) }) }
}

function findActivity(label: string): Activity {
  const activity = ACTIVITIES.find((one) => one.label === label)
  if (activity) return activity
  throw new Error(`No activity ${label}`)
}

async function perform(
  actions: ReturnType<typeof createActions>,
  label: string,
  answer: readonly Delivery[] = [],
) {
  const performed = actions.perform(findActivity(label))
  asked.at(-1)?.answer(answer)
  await performed
  return asked.at(-1)?.body
}

it('raises the event of an action as the user who has the app open, and says what it causes', async () => {
  const { store, actions } = createTestActions({ chosenUserId: 2 })
  expect(await perform(actions, 'Create a deal', [createDelivery()])).toEqual({
    event: 'ONCRMDEALADD',
    data: { FIELDS: { ID: '7406' } },
    by: 2,
  })
  expect(store.model.performed).toEqual({
    tone: 'good',
    text: 'Deal 7406 created by Boris (2). 1 handler will be called.',
  })
  await perform(actions, 'Create a deal')
  expect(store.model.performed).toEqual({
    tone: 'warn',
    text: 'Deal 7407 created by Boris (2). Nobody has bound ONCRMDEALADD, so nobody is called.',
  })
})

it('acts as a robot, or as another user', async () => {
  const { store, actions } = createTestActions()
  actions.chooseActor('robot')
  expect(await perform(actions, 'Add a task')).not.toHaveProperty('by')
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

it('shows why something was not done', async () => {
  const { store, actions } = createTestActions({ portal: createState({ handlers: [createHandler()] }) })
  for (const act of [
    () => actions.perform(findActivity('Create a deal')),
    actions.forge,
    () => actions.setLoad(1),
  ]) {
    const done = act()
    asked.at(-1)?.refuse(new Error('The portal can’t be reached.'))
    await done
  }
  const failure = { tone: 'bad', text: 'The portal can’t be reached.' }
  expect(store.model).toMatchObject({ performed: failure, forged: failure, loadFailure: failure })
  expect(store.model.wantedLoad).toBeUndefined()
})

it('asks for the newest load only, however fast the slider is drawn', async () => {
  const { store, actions } = createTestActions()
  const set = [1, 2, 3].map((load) => actions.setLoad(load))
  expect(store.model.wantedLoad).toBe(3)
  expect(asked.map(({ body }) => body)).toEqual([{ load: 1 }])
  asked[0]?.answer({})
  await Promise.all(set.slice(1))
  await Promise.resolve()
  expect(asked.map(({ body }) => body)).toEqual([{ load: 1 }, { load: 3 }])
  asked[1]?.answer({})
  await set[0]
  expect(store.model.wantedLoad).toBeUndefined()
  expect(store.model.portal?.load).toBe(3)
})

it('forges for the newest handler where none was chosen', async () => {
  const handlers = [createHandler(), createHandler({ id: 2 })]
  const { store, actions } = createTestActions({ portal: createState({ handlers }) })
  const forged = actions.forge()
  expect(store.model.forged?.tone).toBe('busy')
  asked[0]?.answer(createDelivery({ state: 'answered', status: 403 }))
  await forged
  expect(asked[0]?.body).toEqual({ handlerId: 2 })
  expect(store.model.forged?.tone).toBe('good')
})

it('tells of a problem once, and of no more than the newest few', () => {
  const { store, actions } = createTestActions()
  for (const text of ['1', '2', '2', '3', '4', '5', '6']) actions.tellProblem(text)
  expect(store.model.problems.map(({ text }) => text)).toEqual(['2', '3', '4', '5', '6'])
  for (const { id } of store.model.problems) actions.dismissProblem(id)
  expect(store.model.problems).toEqual([])
})
