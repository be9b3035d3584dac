import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { type PortalWindow, teachPage } from '../../../src/portal-extension/teach-page.js'
import { createRealPortal, SID } from '../../support/real-portal-app.js'
import { profile, teach } from '../../support/taught-app.js'

const OURS = ['callBind', 'callUnbind', 'callMethod']

let told: MockInstance<typeof console.error>
beforeEach(() => {
  told = vi.spyOn(console, 'error').mockReturnValue()
})
afterEach(() => told.mockRestore())

describe.each(['DEFAULT', 'CRM_DEAL_DETAIL_TAB'])('an app that is opened in %s', (placement) => {
  it('has no such commands in a page as it is', async () => {
    const app = await createRealPortal().open({ placement })
    app.send(`callMethod:{"method":"profile"}:id:${SID}`)
    expect(app.replies).toEqual([])
    expect(await app.ask('getInterface')).toEqual({ command: [], event: [] })
  })

  it.each(['before', 'after'])('has them where the script came %s it', async (time) => {
    const portal = createRealPortal()
    if (time === 'before') teach(portal)
    const app = await portal.open({ placement })
    if (time === 'after') teach(portal)
    expect(await app.ask('getInterface')).toEqual({ command: OURS, event: [] })
    expect(await app.ask('callMethod', profile())).toMatchObject({
      status: 200,
      answer: { result: { ID: '1' } },
    })
  })

  it('has them where the script came before, and another opening of the placement was before that', async () => {
    const portal = createRealPortal()
    await portal.open({ placement })
    teach(portal)
    const app = await portal.open({ placement })
    expect(await app.ask('getInterface')).toEqual({ command: OURS, event: [] })
  })

  it('has them once where the script is loaded twice', async () => {
    const portal = createRealPortal()
    teach(portal)
    const app = await portal.open({ placement })
    teach(portal)
    await app.ask('callMethod', profile())
    expect(await app.ask('getInterface')).toEqual({ command: OURS, event: [] })
    expect([portal.requests.length, app.replies.length]).toEqual([1, 2])
  })

  it.each(['before', 'after'])(
    'keeps what the portal has by such a name, opened %s the script',
    async (time) => {
      const portal = createRealPortal()
      const own = (_params: unknown, reply: (answer: unknown) => void) => reply('of the portal')
      const { AppLayout } = portal.window.BX.rest
      Object.assign(AppLayout.initializePlacement(placement).prototype, { callBind: own })
      if (time === 'after') teach(portal)
      const app = await portal.open({ placement })
      if (time === 'before') teach(portal)
      expect(await app.ask('callBind', {})).toBe('of the portal')
      expect(await app.ask('callMethod', profile())).toMatchObject({ status: 200 })
      expect(portal.requests).toHaveLength(1)
    },
  )

  it('keeps the other commands of the portal, and those that are denied it', async () => {
    const portal = createRealPortal()
    teach(portal)
    const app = await portal.open({ placement })
    expect(await app.ask('setTitle', { title: 'Hi' })).toEqual({ title: 'Hi' })
    app.layout.deniedInterface = ['callMethod']
    expect(await app.ask('getInterface')).toEqual({ command: ['callBind', 'callUnbind'], event: [] })
  })
})

it('finds a placement where the page finds it', () => {
  const portal = createRealPortal()
  const { AppLayout } = portal.window.BX.rest
  const before = AppLayout.initializePlacement('tab')
  teach(portal)
  expect(AppLayout.initializePlacement('TAB')).toBe(before)
  expect(Object.keys(AppLayout.placementInterface)).toEqual(['TAB', 'DEFAULT'])
})

it('says nothing where all is well', () => {
  teach(createRealPortal())
  expect(told).not.toHaveBeenCalled()
})

it('lets apps be opened in a page that keeps its placements otherwise', () => {
  const initializePlacement = (name: string) => (name === 'NONE' ? undefined : { prototype: {} })
  const AppLayout = { initializePlacement }
  teachPage({ ...createRealPortal().window, BX: { rest: { AppLayout } } })
  expect(AppLayout.initializePlacement('NONE')).toBeUndefined()
  expect(Object.keys(AppLayout.initializePlacement('TAB')?.prototype ?? {})).toEqual(OURS)
})

it.each([
  ['no BX', undefined],
  ['BX alone', {}],
  ['no apps', { rest: {} }],
  ['no placements', { rest: { AppLayout: {} } }],
])('says what to do in a page with %s, once, and does nothing', (_name, BX) => {
  const { location, fetch } = createRealPortal().window
  const before = JSON.stringify(BX)
  teachPage({ location, fetch, BX } as unknown as PortalWindow)
  expect(told.mock.calls).toEqual([
    [expect.stringMatching(/^bx24-events: .*Load this script behind .*"applayout"/)],
  ])
  expect(JSON.stringify(BX)).toBe(before)
})
