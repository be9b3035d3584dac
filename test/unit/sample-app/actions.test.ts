import { createBX24 } from 'bx24-events'
import { beforeEach, describe, expect, it } from 'vitest'
import { createActions } from '../../../demo/app/actions.js'
import { createInitialState } from '../../../demo/app/state.js'
import { createStore } from '../../../demo/app/store.js'
import { nextTask } from '../../support/next-task.js'
import { openTestApp, type TestAppOptions } from '../../support/test-app.js'
import { ANNA, BORIS } from '../../support/test-portal.js'

const HANDLER = 'http://127.0.0.1:5173/handler/'

async function openSample(options?: TestAppOptions) {
  const app = openTestApp(options)
  const store = createStore(createInitialState(HANDLER))
  const actions = createActions(store, app.BX24, HANDLER)
  await actions.connect()
  return { ...app, store, actions }
}

type Sample = Awaited<ReturnType<typeof openSample>>
let sample: Sample
beforeEach(async () => {
  sample = await openSample()
})

const newest = ({ store }: Sample) => store.state.calls[0]?.outcome

describe('connecting', () => {
  it('finds out where the page stands, who has it open, and what there is', () => {
    const { state } = sample.store
    expect(state.place).toEqual({
      kind: 'embedded',
      domain: 'portal.example.com',
      isAdmin: true,
      user: 'Anna (1)',
    })
    expect(state.events).toMatchObject({ kind: 'ready' })
    expect(state.handlers).toEqual({ kind: 'ready', value: [] })
  })

  it('says that the page is alone where it is in no portal', async () => {
    const store = createStore(createInitialState(HANDLER))
    await createActions(store, createBX24(), HANDLER).connect()
    expect(store.state.place).toEqual({ kind: 'alone' })
  })

  it('says what was not answered, and asks for all of it again', async () => {
    const installing = await openSample({ portal: { app: { installed: false } } })
    const { portal, store, actions } = installing
    portal.updateUser(ANNA, { access: false })
    store.update(createInitialState(HANDLER))
    await actions.connect()
    const failed = { kind: 'failed', failure: { code: 'NO_AUTH_FOUND' } }
    expect(store.state).toMatchObject({
      ...{ place: { kind: 'embedded', user: '', failure: failed.failure } },
      ...{ installation: { kind: 'none' }, events: failed, handlers: failed },
    })
    portal.updateUser(ANNA, { access: true })
    await actions.connect()
    expect(store.state).toMatchObject({
      ...{ place: { kind: 'embedded', user: 'Anna (1)' }, installation: { kind: 'open' } },
      ...{ events: { kind: 'ready' }, handlers: { kind: 'ready' } },
    })
    expect(store.state.place).not.toHaveProperty('failure')
  })

  it('says why the portal can’t be reached', async () => {
    const { store } = await openSample({ client: { allowedPortals: [] } })
    expect(store.state.place).toMatchObject({
      kind: 'unreachable',
      failure: { code: 'PORTAL_NOT_ALLOWED', status: 0 },
    })
  })
})

describe('pressing a button', () => {
  it('binds, lists what is bound, and unbinds', async () => {
    await sample.actions.press('callBind')
    expect(newest(sample)).toMatchObject({ kind: 'answered', value: true })
    expect(sample.store.state.handlers).toMatchObject({
      value: [{ event: 'ONCRMDEALADD', handler: HANDLER }],
    })

    await sample.actions.press('callUnbind')
    expect(newest(sample)).toMatchObject({ kind: 'answered', value: { count: 1 } })
    expect(sample.store.state.handlers).toMatchObject({ value: [] })
    expect(sample.store.state.calls.map(({ name }) => name)).toEqual(['callUnbind', 'callBind'])
  })

  it('is pending until the portal has answered', async () => {
    const pressed = sample.actions.press('event.get')
    expect(newest(sample)).toEqual({ kind: 'pending' })
    await pressed
    expect(newest(sample)).toMatchObject({ kind: 'answered', value: [] })
  })

  it.each([
    ['an unknown event', { event: 'OnNothing' }, 'ERROR_EVENT_NOT_FOUND', 400],
    ['localhost', { handler: 'http://localhost/handler/' }, 'ERROR_WRONG_HANDLER_URL', 400],
    ['ftp:', { handler: 'ftp://127.0.0.1/handler/' }, 'ERROR_UNSUPPORTED_PROTOCOL', 400],
    ['an unknown user', { runAs: '9' as const }, 'ERROR_ARGUMENT', 400],
    ['nothing', { event: '' }, 'ERROR_ARGUMENT', 400],
  ])('shows the portal’s own error for %s', async (_what, change, code, status) => {
    sample.actions.edit(change)
    await sample.actions.press('callBind')
    expect(newest(sample)).toMatchObject({ kind: 'failed', failure: { code, status } })
  })

  it('shows the portal’s own error for a second binding', async () => {
    await sample.actions.press('callBind')
    await sample.actions.press('callBind')
    expect(newest(sample)).toMatchObject({
      failure: { code: 'ERROR_CORE', text: expect.stringMatching(/binded/) },
    })
  })

  it('shows a user who is no administrator that he may not bind', async () => {
    const boris = await openSample({ userId: BORIS })
    await boris.actions.press('callBind')
    expect(newest(boris)).toMatchObject({ failure: { code: 'ACCESS_DENIED', status: 403 } })
  })

  it('shows what went wrong where the app’s server can’t be reached', async () => {
    await sample.actions.press('event.bind (back end)')
    expect(newest(sample)).toMatchObject({ kind: 'failed', failure: { code: 'TypeError', status: 0 } })
  })
})

describe('showing all documented events', () => {
  it('marks those out of scope, and can be turned back', async () => {
    const before = sample.store.state.events
    await sample.actions.showAll(true)
    const { events } = sample.store.state
    const offered = events.kind === 'ready' ? events.value : []
    expect(offered).toContainEqual({ name: 'ONCRMDEALADD', inScope: true })
    expect(offered).toContainEqual({ name: 'ONBOOKINGADD', inScope: false })
    await sample.actions.showAll(false)
    expect(sample.store.state.events).toEqual(before)
  })

  it('keeps to the last turn of the switch, whichever answer comes last', async () => {
    const before = sample.store.state.events
    await Promise.all([sample.actions.showAll(true), sample.actions.showAll(false)])
    expect(sample.store.state.events).toEqual(before)
  })
})

describe('the installation', () => {
  const openInstalling = (options?: TestAppOptions) =>
    openSample({ ...options, portal: { app: { installed: false } } })
  const bound = ({ portal }: Sample) => portal.handlers().map(({ event, url }) => `${event} ${url}`)
  const LIFE = ['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPUNINSTALL'].map((event) => `${event} ${HANDLER}`)

  it('is not asked for where the app is installed', () => {
    expect(sample.store.state.installation).toEqual({ kind: 'none' })
  })

  it('binds what the app has to hear of, and is finished then', async () => {
    const installing = await openInstalling()
    expect(installing.store.state.installation).toEqual({ kind: 'open' })
    const finished = installing.actions.finishInstallation()
    expect(installing.store.state.installation).toEqual({ kind: 'under way' })
    await finished
    await nextTask()
    expect(installing.store.state.installation).toEqual({ kind: 'done' })
    expect(bound(installing)).toEqual(LIFE)
    expect(installing.app.stage).toBe('installed')
    await installing.portal.settled()
    expect(installing.received.map(({ url }) => url)).toEqual([HANDLER])
    expect(installing.portal.deliveries()).toMatchObject([{ event: 'ONAPPINSTALL', by: ANNA }])
  })

  it('binds only what is missing, where it was stopped halfway', async () => {
    const installing = await openInstalling()
    await installing.bind('ONAPPUPDATE', { url: HANDLER })
    await installing.bind('ONAPPINSTALL', { url: 'http://127.0.0.1/another/', authType: ANNA })
    await installing.actions.finishInstallation()
    expect(installing.store.state.installation).toEqual({ kind: 'done' })
    expect(bound(installing)).toEqual(expect.arrayContaining(LIFE))
    expect(installing.portal.handlers()).toHaveLength(4)
  })

  it('is not finished by a user who may not bind, and says why', async () => {
    const installing = await openInstalling({ userId: BORIS })
    await installing.actions.finishInstallation()
    expect(installing.store.state.installation).toMatchObject({
      kind: 'failed',
      failure: { code: 'ACCESS_DENIED', status: 403 },
    })
    expect(installing.app.stage).toBe('installing')
    expect(bound(installing)).toEqual([])
  })
})
