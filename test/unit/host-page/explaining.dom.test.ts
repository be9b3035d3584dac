import { beforeEach, expect, it } from 'vitest'
import { keepExplained } from '../../../demo/portal/explaining.js'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createTestApi, type TestApi } from './asked.js'
import { createTestStore } from './model.js'
import { BORIS, createExplained, createExplanation, createHandler, createState } from './samples.js'

const HANDLERS = [createHandler(), createHandler({ id: 2 }), createHandler({ id: 3, event: 'ONTASKADD' })]

let api: TestApi
let store: ReturnType<typeof createTestStore>
let explain: (model: PageModel) => void

beforeEach(() => {
  api = createTestApi()
  store = createTestStore({ portal: createState({ handlers: HANDLERS }) })
  explain = keepExplained({ store, api })
})

function change(patch: Partial<PageModel>): void {
  store.change(patch)
  explain(store.model)
}

const changePortal = (patch: object) =>
  change({ portal: { ...(store.model.portal ?? createState()), ...patch } })
const bodies = () => api.asked.map(({ body }) => body)

/** Answers all that was asked and not answered yet. */
async function answerAll(): Promise<void> {
  const [deal, task] = api.asked.slice(-2)
  await deal?.answer(createExplanation({}, { handlerId: 2 }))
  await task?.answer(createExplanation({ handlerId: 3, called: false, reason: 'app uninstalled' }))
}

it('asks once for each event that is bound, as who would act now', async () => {
  change({ actor: 2 })
  expect(bodies()).toEqual([
    { event: 'ONCRMDEALADD', by: 2 },
    { event: 'ONTASKADD', by: 2 },
  ])
  await answerAll()
  expect([...store.model.explained.keys()]).toEqual([1, 2, 3])
  expect(store.model.explained.get(3)).toEqual(
    createExplained({ handlerId: 3, called: false, reason: 'app uninstalled' }),
  )
})

it('asks anew when users, app, handlers or the actor change, and for nothing else', async () => {
  change({})
  await answerAll()
  const { portal } = store.model
  for (const patch of [{ users: [BORIS] }, { app: { ...createState().app } }, { handlers: [...HANDLERS] }]) {
    const before = api.asked.length
    changePortal(patch)
    expect(api.asked.length).toBe(before + 2)
    await answerAll()
  }
  change({ actor: 'robot' })
  expect(api.newest.body?.by).toBeUndefined()
  await answerAll()
  const before = api.asked.length
  changePortal({ load: 3 })
  changePortal({ deliveries: [...(portal?.deliveries ?? [])] })
  change({ performed: undefined })
  expect(api.asked.length).toBe(before)
})

it('asks for the newest only where much changes at once', async () => {
  change({})
  for (const actor of ['robot', 1, 2] as const) change({ actor })
  expect(api.asked).toHaveLength(2)
  await answerAll()
  expect(bodies().slice(2)).toEqual([
    { event: 'ONCRMDEALADD', by: 2 },
    { event: 'ONTASKADD', by: 2 },
  ])
})

it('asks nothing about events that only a step of the app raises', () => {
  changePortal({ handlers: [createHandler({ event: 'ONAPPINSTALL' })] })
  expect(api.asked).toEqual([])
})

it('says so where the portal does not tell, and tries again after the next change', async () => {
  change({})
  await api.newest.refuse('The portal can’t be reached.')
  expect(store.model.explained.size).toBe(0)
  expect(store.model.explainFailure).toEqual({
    tone: 'bad',
    text: 'Whether they would be called is not known. The portal can’t be reached.',
  })
  change({ actor: 2 })
  await answerAll()
  expect(store.model.explainFailure).toBeUndefined()
  expect(store.model.explained.size).toBe(3)
})
