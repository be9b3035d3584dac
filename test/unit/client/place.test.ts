import { type BX24Options, createBX24 } from 'bx24-events'
import type { FramedWindow } from 'bx24-events/testing'
import { describe, expect, it, vi } from 'vitest'
import { openScriptedPage } from '../../support/scripted-page.js'
import { PORTAL_ORIGIN } from '../../support/test-portal.js'

function openWindow(changes: Partial<FramedWindow>) {
  const page = openScriptedPage()
  const window: FramedWindow = { ...page.window, ...changes }
  return { page, window }
}

/** How a client of that window fares. */
function connect(window: FramedWindow, options?: BX24Options) {
  return createBX24({ window, ...options }).init()
}

describe('outside a portal', () => {
  it.each<[string, Partial<FramedWindow>]>([
    ['in a frame without a name', { name: '' }],
    ['in a frame with a name of its own', { name: 'sidebar' }],
    ['in a frame whose name has a path in its domain', { name: 'portal.example.com/x|1|sid-1' }],
  ])('every call rejects with NOT_EMBEDDED: %s', async (_name, changes) => {
    const { page, window } = openWindow(changes)
    const BX24 = createBX24({ window })
    expect(BX24.isEmbedded()).toBe(false)
    for (const call of [BX24.init(), BX24.callMethod('profile'), BX24.refreshAuth()]) {
      await expect(call).rejects.toMatchObject({ code: 'NOT_EMBEDDED', status: 0 })
    }
    expect(page.sent).toEqual([])
    await expect(connect(page.window)).resolves.toBeUndefined()
  })

  it('is also the top window, whatever its name', async () => {
    const { page } = openWindow({})
    const top: FramedWindow = { ...page.window, parent: page.window }
    // In a window that nobody embeds, `parent` is that window.
    Object.assign(top, { parent: top })
    expect(createBX24({ window: top }).isEmbedded()).toBe(false)
    await expect(connect(top)).rejects.toMatchObject({ code: 'NOT_EMBEDDED' })
    expect(createBX24({ window: page.window }).isEmbedded()).toBe(true)
  })

  it('says what to do', async () => {
    await expect(createBX24().init()).rejects.toThrow(/open this page .* portal/i)
  })
})

describe('in a frame that has lost its name', () => {
  it('the address tells the same, and the name goes first', async () => {
    const search = '?DOMAIN=portal.example.com&PROTOCOL=1&APP_SID=sid-1'
    const location = { search, ancestorOrigins: [PORTAL_ORIGIN] }
    const lost = openWindow({ name: '', location })
    await connect(lost.window)
    expect(lost.page.sent[1]).toMatch(/^getInterface:.*:sid-1$/)
    const kept = openWindow({ name: 'portal.example.com|1|sid-2', location })
    await connect(kept.window)
    expect(kept.page.sent[1]).toMatch(/^getInterface:.*:sid-2$/)
  })
})

describe('allowedPortals', () => {
  it.each<[string, BX24Options['allowedPortals']]>([
    ['a list with that origin', ['https://other.example.com', PORTAL_ORIGIN]],
    ['a function that agrees', (origin) => origin === PORTAL_ORIGIN],
  ])('lets a portal in: %s', async (_name, allowedPortals) => {
    const { window } = openWindow({})
    await expect(connect(window, allowedPortals && { allowedPortals })).resolves.toBeUndefined()
  })

  it.each<[string, BX24Options['allowedPortals']]>([
    ['an empty list', []],
    ['another origin', ['https://other.example.com']],
    ['the same host over http', ['http://portal.example.com']],
    ['another port', ['https://portal.example.com:8443']],
    ['an origin that begins alike', ['https://portal.example.com.evil.example']],
    ['the beginning of it', ['https://portal.example']],
    ['an address instead of an origin', [`${PORTAL_ORIGIN}/`]],
    ['a function that refuses', () => false],
    ['a function that promises to agree', (async () => true) as unknown as () => boolean],
  ])('keeps a portal out, and sends it nothing: %s', async (_name, allowedPortals) => {
    const { page, window } = openWindow({})
    const refused = connect(window, allowedPortals && { allowedPortals })
    await expect(refused).rejects.toMatchObject({ code: 'PORTAL_NOT_ALLOWED', status: 0 })
    await expect(refused).rejects.toThrow(PORTAL_ORIGIN)
    expect(page.sent).toEqual([])
  })

  it('keeps a portal out where the function throws, and tells why', async () => {
    const { page, window } = openWindow({})
    const cause = new Error('no list of portals')
    const refused = connect(window, {
      allowedPortals() {
        throw cause
      },
    })
    await expect(refused).rejects.toMatchObject({ code: 'PORTAL_NOT_ALLOWED', cause })
    expect(page.sent).toEqual([])
  })

  it("is asked for the portal's origin", async () => {
    const { window } = openWindow({})
    const allowedPortals = vi.fn(() => true)
    await connect(window, { allowedPortals })
    expect(allowedPortals.mock.calls).toEqual([[PORTAL_ORIGIN]])
  })
})

describe('the page that embeds the app', () => {
  it.each<[string, readonly string[]]>([
    ['another origin', ['https://evil.example']],
    ['another one, with the portal further out', ['https://evil.example', PORTAL_ORIGIN]],
    ['an opaque origin', ['null']],
  ])(
    'must be the one that the name tells, where the browser says who it is: %s',
    async (_name, ancestorOrigins) => {
      const { page, window } = openWindow({ location: { search: '', ancestorOrigins } })
      await expect(connect(window)).rejects.toMatchObject({ code: 'PORTAL_NOT_ALLOWED' })
      expect(page.sent).toEqual([])
      const control = openWindow({
        location: { search: '', ancestorOrigins: [PORTAL_ORIGIN, 'https://evil.example'] },
      })
      await expect(connect(control.window)).resolves.toBeUndefined()
    },
  )

  it('is taken from the name where the browser does not say', async () => {
    const { page } = openWindow({})
    const BX24 = createBX24({ window: { ...page.window, location: { search: '' } } })
    await expect(BX24.init()).resolves.toBeUndefined()
  })
})
