import { BX24Error, createBX24 } from 'bx24-events'
import { afterEach, expect, it, vi } from 'vitest'

/** The page as the script tag leaves it. */
interface Page {
  BX24Events?: unknown
  BX24?: unknown
}

const page = window as unknown as Page

afterEach(() => {
  vi.resetModules()
  delete page.BX24
  delete page.BX24Events
})

/** What the script tag runs, each time anew. */
async function loadScript(): Promise<void> {
  await import('../../../src/global.js')
}

/** A library of the official one's shape, which answers something of its own. */
function createOfficial() {
  return { init: () => 'official', callBind: () => 'official' }
}

/** A client as the page's own scripts use it. */
interface ScriptClient {
  isEmbedded(): boolean
  callBind(event: string, handler: string): unknown
}

it('sets BX24Events to all that the module exports', async () => {
  await loadScript()
  const exported = await import('../../../src/index.js')
  expect(page.BX24Events).toBe(exported)
  expect(Object.keys(exported).sort()).toEqual(['BX24', 'BX24Error', 'SyncError', 'createBX24'])
  expect(Object.keys(await import('bx24-events'))).toHaveLength(4)
  expect([typeof createBX24, typeof BX24Error]).toEqual(['function', 'function'])
})

it.each([
  ['there is none', () => undefined],
  [
    'it is null, as the official library leaves it outside a portal',
    () => Object.assign(page, { BX24: null }),
  ],
])('sets BX24 to its client where %s', async (_name, prepare) => {
  prepare()
  await loadScript()
  const { BX24 } = await import('../../../src/index.js')
  expect(page.BX24).toBe(BX24)
  expect((page.BX24 as ScriptClient).isEmbedded()).toBe(false)
})

it('never overwrites the official library where that was loaded before, and both work', async () => {
  const official = createOfficial()
  page.BX24 = official
  await loadScript()
  expect(page.BX24).toBe(official)
  expect(official.callBind()).toBe('official')
  await expectOursToWork()
})

it('works beside the official library where that is loaded afterwards and takes its name', async () => {
  await loadScript()
  const official = createOfficial()
  page.BX24 = official
  expect((page.BX24 as typeof official).callBind()).toBe('official')
  await expectOursToWork()
})

it('stays BX24 where the official library is loaded afterwards and finds the name taken', async () => {
  await loadScript()
  page.BX24 ??= createOfficial()
  const { BX24 } = await import('../../../src/index.js')
  expect(page.BX24).toBe(BX24)
})

it('sets nothing else, and does nothing on loading', async () => {
  const before = Object.keys(window)
  const listen = vi.spyOn(window, 'addEventListener')
  await loadScript()
  const added = Object.keys(window).filter((name) => !before.includes(name))
  expect(added.sort()).toEqual(['BX24', 'BX24Events'])
  expect(listen).not.toHaveBeenCalled()
  listen.mockRestore()
})

/** Outside a portal a call of ours says so; that is how one sees that it is ours. */
async function expectOursToWork(): Promise<void> {
  const { BX24 } = page.BX24Events as { BX24: ScriptClient }
  const call = BX24.callBind('OnAppUpdate', 'https://app.example.com/handler/')
  await expect(call).rejects.toMatchObject({ name: 'BX24Error', code: 'NOT_EMBEDDED' })
}
