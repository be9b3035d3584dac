import { type AuthType, createBX24 } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { openScriptedPage } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const EVENT = 'OnAppUpdate'
/** Its page never answers: the call fails when all this is over. */
const ignore = () => undefined

function openClient() {
  const page = openScriptedPage()
  const BX24 = createBX24({ window: page.window })
  /** What the page was asked, with the promise of it left alone: this page does not answer. */
  const request = () => page.requests.next()
  return { page, BX24, request }
}

describe('whose handler it is, on the wire', () => {
  it.each<[unknown, unknown]>([
    [undefined, 0],
    [null, 0],
    [0, 0],
    ['', ''],
    [5, 5],
    ['5', '5'],
    [{ authType: 5 }, 5],
    [{}, 0],
    [{ authType: null }, 0],
  ])('callBind with %j says %j', async (given, sent) => {
    const { BX24, request } = openClient()
    BX24.callBind(EVENT, HANDLER_URL, given as AuthType).catch(ignore)
    expect(await request()).toMatchObject({
      command: 'callBind',
      params: { event: EVENT, handler: HANDLER_URL, auth_type: sent },
    })
  })

  it.each<[unknown, object]>([
    [undefined, {}],
    [null, {}],
    [0, { auth_type: 0 }],
    ['', { auth_type: '' }],
    [5, { auth_type: 5 }],
    [{ authType: 0 }, { auth_type: 0 }],
    [{ authType: null }, {}],
    [{}, {}],
  ])('callUnbind with %j says %j', async (given, sent) => {
    const { BX24, request } = openClient()
    BX24.callUnbind(EVENT, HANDLER_URL, given as AuthType).catch(ignore)
    const { command, params } = await request()
    expect(command).toBe('callUnbind')
    expect(params).toEqual({ event: EVENT, handler: HANDLER_URL, ...sent })
  })
})

describe('the text on the wire', () => {
  it('is that of any BX24 client, with the method as the command', async () => {
    const { page, BX24, request } = openClient()
    BX24.callBind(EVENT, HANDLER_URL).catch(ignore)
    const { callbackId } = await request()
    expect(page.sent.at(-1)).toBe(
      `callBind:{"event":"OnAppUpdate","handler":"${HANDLER_URL}","auth_type":0}:${callbackId}:sid-1`,
    )
  })

  it('has method and parameters of any other call inside', async () => {
    const { BX24, request } = openClient()
    BX24.callMethod('user.get', { ID: 5, Auth: 'x' }).catch(ignore)
    expect(await request()).toMatchObject({
      command: 'callMethod',
      params: { method: 'user.get', params: { ID: 5 } },
    })
  })
})

describe('a callback', () => {
  const answered = { status: 200, answer: { result: true } }

  it.each<[string, (client: ReturnType<typeof openClient>['BX24'], call: () => void) => void]>([
    ['third in callBind', (BX24, call) => BX24.callBind(EVENT, HANDLER_URL, call)],
    ['fourth in callBind', (BX24, call) => BX24.callBind(EVENT, HANDLER_URL, 0, call)],
    ['fourth in callBind, after nothing', (BX24, call) => BX24.callBind(EVENT, HANDLER_URL, undefined, call)],
    ['fourth in callBind, after options', (BX24, call) => BX24.callBind(EVENT, HANDLER_URL, {}, call)],
    ['third in callUnbind', (BX24, call) => BX24.callUnbind(EVENT, HANDLER_URL, call)],
    ['fourth in callUnbind', (BX24, call) => BX24.callUnbind(EVENT, HANDLER_URL, null, call)],
    ['third in callMethod', (BX24, call) => BX24.callMethod('profile', {}, call)],
    ['third in callMethod, after null', (BX24, call) => BX24.callMethod('profile', null, call)],
  ])('may stand %s', async (_place, makeCall) => {
    const { page, BX24, request } = openClient()
    const called = new Promise<void>((resolve) => makeCall(BX24, resolve))
    page.reply(await request(), answered)
    await called
  })

  it('in the place of authType is not sent as the user', async () => {
    const { BX24, request } = openClient()
    BX24.callBind(EVENT, HANDLER_URL, () => undefined).catch(ignore)
    expect((await request()).params.auth_type).toBe(0)
  })
})

describe('an argument of a wrong type', () => {
  const wrong = (value: unknown) => value as never

  it.each<[name: string, makeCall: (BX24: ReturnType<typeof createBX24>) => unknown]>([
    ['event', (BX24) => BX24.callBind(wrong(undefined), HANDLER_URL)],
    ['event', (BX24) => BX24.callUnbind(wrong(7), HANDLER_URL)],
    ['handler', (BX24) => BX24.callBind(EVENT, wrong(new URL(HANDLER_URL)))],
    ['handler', (BX24) => BX24.callUnbind(EVENT, wrong(null))],
    ['authType', (BX24) => BX24.callBind(EVENT, HANDLER_URL, 'Anna')],
    ['authType', (BX24) => BX24.callBind(EVENT, HANDLER_URL, -1)],
    ['authType', (BX24) => BX24.callBind(EVENT, HANDLER_URL, 1.5)],
    ['authType', (BX24) => BX24.callBind(EVENT, HANDLER_URL, wrong(5n))],
    ['authType', (BX24) => BX24.callBind(EVENT, HANDLER_URL, wrong(true))],
    ['authType', (BX24) => BX24.callBind(EVENT, HANDLER_URL, wrong([1]))],
    ['authType', (BX24) => BX24.callBind(EVENT, HANDLER_URL, { authType: Number.NaN })],
    ['authType', (BX24) => BX24.callUnbind(EVENT, HANDLER_URL, { authType: wrong({}) })],
    ['callback', (BX24) => BX24.callBind(EVENT, HANDLER_URL, 0, wrong('callback'))],
    ['callback', (BX24) => BX24.callUnbind(EVENT, HANDLER_URL, 0, wrong({}))],
    ['callback', (BX24) => BX24.callMethod('profile', {}, wrong(5))],
    ['timeout', (BX24) => BX24.callBind(EVENT, HANDLER_URL, { timeout: 0 })],
    ['timeout', (BX24) => BX24.callBind(EVENT, HANDLER_URL, { timeout: -1 })],
    ['timeout', (BX24) => BX24.callBind(EVENT, HANDLER_URL, { timeout: 2 ** 31 })],
    ['timeout', (BX24) => BX24.callMethod('profile', {}, { timeout: Number.NaN })],
    ['timeout', (BX24) => BX24.callMethod('profile', {}, { timeout: wrong('1000') })],
    ['signal', (BX24) => BX24.callBind(EVENT, HANDLER_URL, { signal: wrong(new AbortController()) })],
    ['signal', (BX24) => BX24.callMethod('profile', {}, { signal: wrong('abort') })],
    ['method', (BX24) => BX24.callMethod(wrong(undefined))],
    ['params', (BX24) => BX24.callMethod('profile', wrong('ID=5'))],
    ['params', (BX24) => BX24.callMethod('profile', wrong([5]))],
    [
      'params',
      (BX24) =>
        BX24.callMethod(
          'profile',
          wrong(() => undefined),
        ),
    ],
  ])('throws at once a TypeError that names it: %s (case %#)', (name, makeCall) => {
    const { page, BX24 } = openClient()
    expect(() => makeCall(BX24)).toThrow(TypeError)
    expect(() => makeCall(BX24)).toThrow(`${name}:`)
    expect(page.sent).toEqual([])
  })

  it('is refused where an option is misspelt, as what it was to keep out would be let in', () => {
    expect(() => createBX24(wrong({ allowedPortal: [] }))).toThrow(
      /^Expected one of .*allowedPortals.*; not allowedPortal$/,
    )
    const { page, BX24 } = openClient()
    const options = { authtype: 1 } as { authType?: number }
    const message = 'Expected one of timeout, signal, authType; not authtype'
    expect(() => BX24.callBind(EVENT, HANDLER_URL, options)).toThrow(new TypeError(message))
    expect(() => BX24.callUnbind(EVENT, HANDLER_URL, options)).toThrow(message)
    expect(() => BX24.callMethod('profile', {}, wrong({ Timeout: 1 }))).toThrow('; not Timeout')
    expect(page.sent).toEqual([])
  })

  it('is refused where an option is one of calls, and none of a client', () => {
    const { signal } = new AbortController()
    expect(() => createBX24(wrong({ signal }))).toThrow(/^Expected one of timeout, route, .*; not signal$/)
    const { BX24 } = openClient()
    expect(() => BX24.callMethod('profile', {}, { signal }).catch(ignore)).not.toThrow()
  })

  it('is none that every object has, in a page that has given objects one', async () => {
    Object.defineProperty(Object.prototype, 'foreign', {
      value: 1,
      enumerable: true,
      configurable: true,
      writable: true,
    })
    try {
      const { BX24, request } = openClient()
      BX24.callBind(EVENT, HANDLER_URL, { authType: 5 }).catch(ignore)
      expect(await request()).toMatchObject({ command: 'callBind' })
    } finally {
      Reflect.deleteProperty(Object.prototype, 'foreign')
    }
  })

  it('is refused when a client is made with a route that there is not', () => {
    expect(() => createBX24({ route: wrong('rset') })).toThrow('route: auto, message or rest')
  })

  it.each([0, -1, 2 ** 31, Number.POSITIVE_INFINITY, wrong('1000')])(
    'is refused when a client is made with the time limit %s',
    (timeout) => {
      expect(() => createBX24({ timeout })).toThrow(/^Expected timeout:/)
      expect(() => createBX24({ timeout: 2 ** 31 - 1 })).not.toThrow()
    },
  )
})
