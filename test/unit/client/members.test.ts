import { type AppWindow, BX24, BX24Error, createBX24 } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { openTestApp } from '../../support/test-app.js'
import { BORIS, HANDLER_URL } from '../../support/test-portal.js'

describe('callBind', () => {
  it('registers a handler and resolves to true', async () => {
    const { BX24, portal } = openTestApp()
    expect(await BX24.callBind('OnCrmDealAdd', HANDLER_URL)).toBe(true)
    expect(portal.handlers()).toMatchObject([{ event: 'ONCRMDEALADD', url: HANDLER_URL, authType: 0 }])
  })

  it("rejects with the portal's own error", async () => {
    const { BX24, portal } = openTestApp({ userId: BORIS })
    const bound = BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    await expect(bound).rejects.toBeInstanceOf(BX24Error)
    await expect(bound).rejects.toMatchObject({ code: 'ACCESS_DENIED', status: 403, method: 'event.bind' })
    expect(portal.handlers()).toEqual([])
  })
})

describe.each(['callUnbind', 'callUnBind'] as const)('%s', (name) => {
  it('removes a handler and resolves to the number of those removed', async () => {
    const { BX24, portal } = openTestApp()
    await BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    await BX24.callBind('OnCrmDealDelete', HANDLER_URL)
    expect(await BX24[name]('onCrmDealAdd', HANDLER_URL)).toEqual({ count: 1 })
    expect(await BX24[name]('onCrmDealAdd', HANDLER_URL)).toEqual({ count: 0 })
    expect(portal.handlers()).toMatchObject([{ event: 'ONCRMDEALDELETE' }])
  })
})

describe('callMethod', () => {
  it("calls any method and resolves to the answer's result", async () => {
    const { BX24 } = openTestApp({ userId: BORIS })
    expect(await BX24.callMethod('profile')).toMatchObject({ ID: '2', NAME: 'Boris', ADMIN: false })
    expect(await BX24.callMethod<string[]>('events', { SCOPE: 'basic' })).toContain('ONAPPUPDATE')
  })

  it.each([undefined, null])('takes %s for no parameters', async (params) => {
    const { BX24 } = openTestApp()
    expect(await BX24.callMethod('event.get', params)).toEqual([])
  })

  it('does the same as callBind and callUnbind where it names their methods', async () => {
    const { BX24, portal } = openTestApp()
    const handler = { event: 'OnCrmDealAdd', handler: HANDLER_URL }
    expect(await BX24.callMethod('event.bind', handler)).toBe(true)
    expect(portal.handlers()).toHaveLength(1)
    expect(await BX24.callMethod('event.unbind', handler)).toEqual({ count: 1 })
  })
})

describe('what the portal tells about the opening', () => {
  it('is unknown before the portal has answered', () => {
    const { BX24 } = openTestApp()
    expect(BX24.isAdmin()).toBe(false)
    expect(BX24.getAuth()).toBe(false)
    expect(BX24.getDomain()).toBeUndefined()
    expect(BX24.getLang()).toBeUndefined()
  })

  it('is there after init', async () => {
    const { BX24, portal } = openTestApp({ portal: { language: 'de' } })
    await BX24.init()
    expect(BX24.isAdmin()).toBe(true)
    expect(BX24.getDomain()).toBe('portal.example.com')
    expect(BX24.getLang()).toBe('de')
    const auth = BX24.getAuth()
    if (!auth) throw new Error('There is no token')
    expect(auth).toMatchObject({ domain: 'portal.example.com', member_id: expect.any(String) })
    const { answer } = await portal.call(auth.access_token, 'profile')
    expect(answer.result).toMatchObject({ NAME: 'Anna' })
  })

  it('is there after any call, too', async () => {
    const { BX24 } = openTestApp({ userId: BORIS })
    await BX24.callMethod('profile')
    expect(BX24.isAdmin()).toBe(false)
    expect(BX24.getDomain()).toBe('portal.example.com')
  })
})

describe('init', () => {
  it('resolves, and calls back, once the portal has answered', async () => {
    const { BX24 } = openTestApp()
    const called = new Promise<string | undefined>((resolve) => BX24.init(() => resolve(BX24.getLang())))
    expect(await called).toBe('en')
    await expect(BX24.init()).resolves.toBeUndefined()
  })

  it('asks the portal once, however often it is called', async () => {
    const { BX24, wire } = openTestApp()
    await Promise.all([BX24.init(), BX24.init(), BX24.callMethod('profile')])
    await BX24.init()
    const askedOver = (line: string) =>
      wire
        .filter((said) => said.direction === 'to portal' && said.line === line)
        .map(({ command }) => command)
    const questions = ['getInterface', 'getInitData']
    expect(askedOver('window')).toEqual(['together', ...questions, 'callMethod', ...questions])
    expect(askedOver('port')).toEqual([])
    expect(wire.filter(({ direction }) => direction === 'to app')).toHaveLength(3)
  })
})

describe('isEmbedded', () => {
  it.each<[string, unknown]>([
    ['nothing', {}],
    ['a parent and nothing else', { parent: {} }],
    ['a name and nothing else', { name: '' }],
  ])(
    'is false where what is called a window has %s, as outside browsers, and calls say so',
    async (_has, window) => {
      const BX24 = createBX24({ window: window as AppWindow })
      expect(BX24.isEmbedded()).toBe(false)
      await expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'NOT_EMBEDDED' })
    },
  )

  it('is true in a frame of a portal, without asking it anything', () => {
    const { BX24, wire } = openTestApp()
    expect(BX24.isEmbedded()).toBe(true)
    expect(wire).toEqual([])
  })

  it('is false where there is no window at all', () => {
    expect(createBX24().isEmbedded()).toBe(false)
    expect(BX24.isEmbedded()).toBe(false)
  })
})

describe('refreshAuth', () => {
  it('resolves to a new token, which getAuth gives from then on', async () => {
    const { BX24, portal } = openTestApp()
    await BX24.init()
    const before = BX24.getAuth()
    const auth = await BX24.refreshAuth()
    expect(auth).not.toEqual(before)
    expect(BX24.getAuth()).toEqual(auth)
    expect(auth).toMatchObject({ domain: 'portal.example.com', refresh_token: expect.any(String) })
    expect((await portal.call(auth.access_token, 'profile')).status).toBe(200)
  })

  it('calls back with it', async () => {
    const { BX24 } = openTestApp()
    const auth = await new Promise((resolve) => BX24.refreshAuth(resolve))
    expect(auth).toEqual(BX24.getAuth())
  })
})
