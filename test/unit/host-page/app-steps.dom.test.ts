import type { Delivery } from 'bx24-events/portal'
import type { PageState } from 'bx24-events/server'
import { expect, it } from 'vitest'
import { createActions } from '../../../demo/portal/actions.js'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createRecords } from '../../../demo/portal/state/records.js'
import type { AppStep } from '../../../demo/portal/step-words.js'
import { createTestApi, createTestOutlet } from './asked.js'
import { createTestStore } from './model.js'
import { createDelivery, createHandler, createState } from './samples.js'

const HANDLERS = [createHandler(), createHandler({ id: 2 })]
const BEFORE = createState({ handlers: HANDLERS, deliveries: [createDelivery()] })

function createTestActions(values: Partial<PageModel> = {}) {
  const api = createTestApi()
  const store = createTestStore({ portal: BEFORE, ...values })
  const options = { api, outlet: createTestOutlet(), records: createRecords(localStorage) }
  return { api, store, actions: createActions(store, options) }
}

/** Takes a step that leaves the portal like that, and answers with what was asked and what is said. */
async function take(step: AppStep, after: Partial<PageState>, values: Partial<PageModel> = {}) {
  const { api, store, actions } = createTestActions(values)
  const taken = actions.takeStep(step)
  const { path, body } = api.newest
  await api.newest.answer({})
  expect(api.newest.path).toBe('/api/state')
  await api.newest.answer({ ...BEFORE, ...after })
  await taken
  return { path, body, store, said: store.model.stepped }
}

const heard = (event: string): Delivery[] => [createDelivery(), createDelivery({ id: 2, event })]

it('finishes the installation as the user who has the app open', async () => {
  const { path, body, said } = await take(
    'finishInstall',
    { deliveries: heard('ONAPPINSTALL') },
    { chosenUserId: 2 },
  )
  expect([path, body]).toEqual(['/api/app/finishInstall', { by: 2 }])
  expect(said).toMatchObject({
    tone: 'good',
    text: 'Installed by Boris (2). 1 handler will hear ONAPPINSTALL.',
  })
})

it('says where nobody hears of it', async () => {
  const { said } = await take('finishInstall', {})
  expect(said?.text).toContain('Nobody had bound ONAPPINSTALL, so nobody hears of it.')
})

it('installs the version that is offered, with the scopes of the last one', async () => {
  const { path, body, said } = await take('update', {
    app: { ...BEFORE.app, version: '1.0.1' },
    deliveries: heard('ONAPPUPDATE'),
    handlers: [],
  })
  expect([path, body]).toEqual(['/api/app/update', { version: '1.0.1', scopes: ['crm'], by: 1 }])
  expect(said?.text).toBe(
    'Version 1.0.1, by Anna (1). 1 handler will hear ONAPPUPDATE. 2 handlers are gone, by the documented rules. Now finish the installation.',
  )
})

it('installs the version that a person has written, and offers the next one then', async () => {
  const { body, store } = await take(
    'update',
    {},
    { versionDraft: { version: ' 2.0 ', scopes: 'crm task, user,,crm' } },
  )
  expect(body).toEqual({ version: '2.0', scopes: ['crm', 'task', 'user'], by: 1 })
  expect(store.model.versionDraft).toBeUndefined()
})

it('says that handlers are kept by the rules of today', async () => {
  const { said } = await take('update', { rules: 'current' })
  expect(said?.text).toContain('2 handlers are kept, by the rules of today.')
})

it('wants a number for a new version, and asks nobody without', async () => {
  const { api, store, actions } = createTestActions({ versionDraft: { version: ' ', scopes: '' } })
  await actions.takeStep('update')
  expect(api.asked).toEqual([])
  expect(store.model.stepped).toMatchObject({ tone: 'bad', text: expect.stringContaining('needs a number') })
})

it.each([
  [false, 'its data kept'],
  [true, 'its data deleted'],
])('uninstalls, and deletes the data where that is wanted: %s', async (deletesData, fate) => {
  const { body, said, store } = await take('uninstall', { handlers: [] }, { deletesData })
  expect(body).toEqual({ clean: deletesData, by: 1 })
  expect(said?.text).toContain(`Uninstalled by Anna (1), ${fate}.`)
  expect(said?.text).toContain('2 handlers are gone, and its tokens are dead.')
  expect(store.model.deletesData).toBe(false)
})

it('installs again', async () => {
  const { path, said } = await take('install', { handlers: [] })
  expect(path).toBe('/api/app/install')
  expect(said?.text).toContain('with a new application_token and without handlers')
})

it('takes one step at a time', async () => {
  const { api, store, actions } = createTestActions()
  const taken = actions.takeStep('uninstall')
  expect(store.model.stepped?.tone).toBe('busy')
  await actions.takeStep('uninstall')
  expect(api.asked).toHaveLength(1)
  await api.newest.answer({})
  await api.newest.answer(BEFORE)
  await taken
  expect(store.model.stepped?.tone).toBe('good')
})
