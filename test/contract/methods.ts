import type { Params } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { nullOrEmpty, UNSUPPORTED_PROTOCOL, unusable, WRONG_HANDLER_URL } from './errors.js'
import { expectError, expectResult, readReceived } from './expectations.js'
import { ANNA, BORIS, CLARA, type Harness, type OpenApp, withApp } from './harness.js'

const deals = (app: OpenApp) => ({ event: 'OnCrmDealAdd', handler: `${app.handlerBase}deals/` })

/** What each method makes of its parameters, beyond the rules and the order of its checks. */
export function describeMethods(harness: Harness): void {
  const test = (name: string, run: (app: OpenApp) => Promise<void>) => it(name, () => withApp(harness, run))

  describe('event.bind', () => {
    describeHandlerUrls(harness)

    test('reads auth_type as a user where it is a number, and else as 0', async (app) => {
      for (const [auth_type, read] of [
        ...[undefined, null, '', 0, 'Anna', '2.5'].map((given) => [given, 0]),
        ...[BORIS, String(BORIS)].map((given) => [given, BORIS]),
      ]) {
        await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), auth_type }), true)
        expect(await app.handlers(), `${auth_type}`).toMatchObject([{ authType: read }])
        await app.call(ANNA, 'event.unbind', deals(app))
      }
    })

    test('names the parameter that is missing altogether', async (app) => {
      const { event, handler } = deals(app)
      await expectError(app.call(ANNA, 'event.bind', { handler }), nullOrEmpty('EVENT'))
      await expectError(app.call(ANNA, 'event.bind', { event }), nullOrEmpty('HANDLER'))
      await expectError(app.call(ANNA, 'event.bind', { event: null, handler }), nullOrEmpty('EVENT'))
      await expectResult(app.call(ANNA, 'event.bind', { event, handler }), true)
    })

    test('takes the names of its parameters in any case', async (app) => {
      const { event, handler } = deals(app)
      const params = { EVENT: event, Handler: handler, AUTH_TYPE: CLARA }
      await expectResult(app.call(ANNA, 'event.bind', params), true)
      expect(await app.handlers()).toMatchObject([{ authType: CLARA, url: handler }])
    })

    test('takes online events for what they are, and turns no offline one into one', async (app) => {
      const offline = { ...deals(app), event_type: 'OFFLINE' }
      await expectError(app.call(ANNA, 'event.bind', offline), unusable('EVENT_TYPE'))
      await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), event_type: 'online' }), true)
    })
  })

  describe('event.unbind', () => {
    const bound = [0, BORIS, CLARA]
    const cases: [name: string, params: Params, left: number[]][] = [
      ['without auth_type, those of all users', {}, []],
      ['with null, those of all users', { auth_type: null }, []],
      ['with 0, only those bound without a user', { auth_type: 0 }, [BORIS, CLARA]],
      ['with an empty one, only those bound without a user', { auth_type: '' }, [BORIS, CLARA]],
      ['with a user, only his', { auth_type: BORIS }, [0, CLARA]],
      ['with a user who has none, none', { auth_type: ANNA }, bound],
    ]
    for (const [name, params, left] of cases) {
      test(`removes ${name}`, async (app) => {
        for (const auth_type of bound) await app.call(ANNA, 'event.bind', { ...deals(app), auth_type })
        const count = bound.length - left.length
        await expectResult(app.call(ANNA, 'event.unbind', { ...deals(app), ...params }), { count })
        expect((await app.handlers()).map(({ authType }) => authType)).toEqual(left)
      })
    }

    test('finds no error in an event or a URL that there is not', async (app) => {
      for (const params of [{ event: 'OnNothing' }, { handler: 'localhost' }, {}]) {
        await expectResult(app.call(ANNA, 'event.unbind', { ...deals(app), ...params }), { count: 0 })
      }
    })
  })

  describe('event.get', () => {
    test('shows a user who is no administrator the handlers that run as him', async (app) => {
      for (const auth_type of [0, BORIS, CLARA])
        await app.call(ANNA, 'event.bind', { ...deals(app), auth_type })
      const { handler } = deals(app)
      const own = { event: 'ONCRMDEALADD', handler, auth_type: String(BORIS), offline: 0 }
      await expectResult(app.call(BORIS, 'event.get'), [own])
      expect((await app.call(CLARA, 'event.get')).answer.result).toHaveLength(3)
    })
  })

  describe('events', () => {
    const cases: [name: string, params: Params, has: string[], hasNot: string[]][] = [
      ["the basic ones and those of the app's scopes", {}, ['ONAPPUPDATE', 'ONCRMDEALADD'], ['ONBOOKINGADD']],
      ['those of a scope', { SCOPE: 'booking' }, ['ONBOOKINGADD'], ['ONAPPUPDATE', 'ONCRMDEALADD']],
      ['the basic ones by their scope', { SCOPE: 'basic' }, ['ONAPPUPDATE'], ['ONCRMDEALADD']],
      ['none of a scope that there is not', { SCOPE: 'none' }, [], ['ONAPPUPDATE']],
      ['all', { FULL: true }, ['ONAPPUPDATE', 'ONCRMDEALADD', 'ONBOOKINGADD'], []],
      [
        'those of the scope where both are given',
        { FULL: true, SCOPE: 'booking' },
        ['ONBOOKINGADD'],
        ['ONAPPUPDATE'],
      ],
      ['those of the app where FULL is off', { FULL: false }, ['ONAPPUPDATE'], ['ONBOOKINGADD']],
    ]
    test('lists those that are asked for, and no others', async (app) => {
      for (const [name, params, has, hasNot] of cases) {
        const { answer } = await app.call(BORIS, 'events', params)
        const names = answer.result as string[]
        expect(names, name).toEqual(expect.arrayContaining(has))
        for (const absent of hasNot) expect(names, name).not.toContain(absent)
        expect(names.map((one) => one.toUpperCase())).toEqual(names)
      }
    })
  })

  describe('event.test', () => {
    test('raises ONAPPTEST for the app, as its caller, with what it was given', async (app) => {
      await app.call(ANNA, 'event.bind', { ...deals(app), event: 'OnAppTest' })
      await expectResult(app.call(BORIS, 'event.test', { ping: '1', deep: { list: ['a', 'b'] } }), 1)
      expect(await readReceived(app)).toMatchObject([
        {
          ...{ event: 'ONAPPTEST', auth: { user_id: String(BORIS) } },
          data: { QUERY: { ping: '1', deep: { list: { 0: 'a', 1: 'b' } } }, LANGUAGE_ID: 'en' },
        },
      ])
    })

    test('answers the same where nobody has bound it', async (app) => {
      await expectResult(app.call(BORIS, 'event.test'), 1)
      expect(await readReceived(app)).toEqual([])
    })
  })
}

function describeHandlerUrls(harness: Harness): void {
  const long = (length: number) => 'https://app.example.com/'.padEnd(length, 'x')

  for (const handler of [
    ...[
      'http://127.0.0.1:5173/handler/',
      'https://app.example.com',
      'HTTPS://APP.EXAMPLE.COM/?a=b#c',
      long(255),
    ],
  ]) {
    it(`takes ${handler.slice(0, 40)} (${handler.length} characters) for a URL`, () =>
      withApp(harness, async (app) => {
        await expectResult(app.call(ANNA, 'event.bind', { event: 'OnAppUpdate', handler }), true)
        expect(await app.handlers()).toMatchObject([{ url: handler }])
      }))
  }

  const refused = [
    ...['http://localhost:5173/', 'https://intranet/', 'https://localhost./', 'https://.example/'],
    ...['http://1/', 'http://a.b@localhost/', 'http://a.b@c.d@localhost/', 'http://[::1]/'],
    ...['http://localhost\\a.b/', 'http://localhost\t.x/', 'http://localhost\n.x/'],
    ...[' http://app.example.com/', 'http://app.example.com/\n', 'http://app.example.com/ '],
    'http://app.example.com/\u0000',
    ...['app.example.com/handler/', '/handler/', 'https://', 'https:/app.example.com/', 'handler', long(256)],
    'https://app.example.com:99999/',
  ]
  const cases = [
    { error: WRONG_HANDLER_URL, handlers: refused },
    {
      error: UNSUPPORTED_PROTOCOL,
      handlers: ['ftp://app.example.com/', 'ws://app.example.com/', 'custom://app.example.com/'],
    },
  ]
  for (const { error, handlers } of cases) {
    it(`answers ${error.error} to ${handlers.length} other URLs`, () =>
      withApp(harness, async (app) => {
        for (const handler of handlers) {
          await expectError(app.call(ANNA, 'event.bind', { event: 'OnAppUpdate', handler }), error, handler)
          expect(await app.handlers(), handler).toEqual([])
        }
      }))
  }
}
