import { expect } from 'vitest'
import { expectResult, readReceived } from './expectations.js'
import { ANNA, BORIS, CLARA, type OpenApp } from './harness.js'
import type { Rule } from './rule.js'

async function bind(app: OpenApp, event: string, params: { path?: string; auth_type?: number } = {}) {
  const { path = 'deals/', ...others } = params
  await expectResult(
    app.call(ANNA, 'event.bind', { event, handler: app.handlerBase + path, ...others }),
    true,
  )
}

export const POSTING: Rule = {
  number: 2,
  text: "After a user's action that raises the event, the portal sends a POST to each handler's URL.",
  cases: {
    'to each of this event, and to none of another': async (app) => {
      await bind(app, 'OnCrmDealAdd', { path: 'first/' })
      await bind(app, 'OnCrmDealAdd', { path: 'second/', auth_type: CLARA })
      await bind(app, 'OnCrmDealDelete', { path: 'third/' })
      await app.raise('OnCrmDealAdd', { by: BORIS })
      await app.settled()
      const received = await app.received()
      expect(received.map(({ url }) => url).sort()).toEqual([
        ...[`${app.handlerBase}first/`, `${app.handlerBase}second/`],
      ])
      for (const { method, headers } of received) {
        expect(method).toBe('POST')
        expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
      }
    },
    'to nobody where nobody has bound it': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealDelete', { by: BORIS })
      await app.settled()
      expect(await app.received()).toEqual([])
    },
    'once for each action, in their order': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      for (const ID of ['1', '2', '3']) await app.raise('OnCrmDealAdd', { by: BORIS, data: { ID } })
      expect((await readReceived(app)).map(({ data }) => data)).toEqual([
        { ID: '1' },
        { ID: '2' },
        { ID: '3' },
      ])
    },
  },
}

export const CARRYING: Rule = {
  number: 3,
  text: 'The request carries `event`, `data` and `auth`.',
  cases: {
    'with the data of what has happened': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd', { by: BORIS, data: { FIELDS: { ID: 7405 } } })
      const [handler] = await app.handlers()
      expect(await readReceived(app)).toMatchObject([
        {
          ...{
            event: 'ONCRMDEALADD',
            event_handler_id: String(handler?.id),
            ts: expect.stringMatching(/^\d{10}$/),
          },
          data: { FIELDS: { ID: '7405' } },
          auth: { access_token: expect.any(String), application_token: expect.any(String) },
        },
      ])
    },
    'with empty data where the event has none': async (app) => {
      await bind(app, 'OnOfflineEvent')
      await app.raise('OnOfflineEvent', { by: BORIS })
      expect(await readReceived(app)).toMatchObject([{ event: 'ONOFFLINEEVENT', data: '' }])
    },
    'without any token where the event carries none': async (app) => {
      await bind(app, 'OnAppPayment')
      await bind(app, 'OnAppUpdate')
      await app.raise('OnAppPayment', { by: ANNA })
      await app.raise('OnAppUpdate', { by: ANNA })
      const withToken = new Map(
        (await readReceived(app)).map(({ event, auth }) => [event, 'access_token' in auth]),
      )
      expect(withToken).toEqual(
        new Map([
          ['ONAPPPAYMENT', false],
          ['ONAPPUPDATE', true],
        ]),
      )
    },
  },
}

export const CALLING_BACK: Rule = {
  number: 4,
  text: 'The handler can call REST with the tokens in `auth`. They work until they expire.',
  open: { tokenLifetime: 60_000 },
  cases: {
    'for as long as they say, and no longer': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd', { by: BORIS })
      const [delivery] = await readReceived(app)
      const { access_token: token = '', expires_in } = delivery?.auth ?? {}
      expect(expires_in).toBe('60')
      await app.passTime(59_999)
      expect(await app.callWithToken(token, 'profile')).toMatchObject({ status: 200 })
      await app.passTime(1)
      expect(await app.callWithToken(token, 'profile')).toMatchObject({
        status: 401,
        answer: { error: 'expired_token', error_description: 'The access token provided has expired' },
      })
    },
    'and nobody can who makes one up': async (app) => {
      expect(await app.callWithToken('0123456789abcdef0123456789abcdef', 'profile')).toMatchObject({
        status: 401,
        answer: { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' },
      })
    },
  },
}

async function whoTokensSpeakFor(app: OpenApp): Promise<(string | undefined)[]> {
  const deliveries = await readReceived(app)
  return Promise.all(
    deliveries.map(async ({ auth }) => {
      if (!auth.access_token) return undefined
      const { answer } = await app.callWithToken(auth.access_token, 'profile')
      const { ID, NAME } = answer.result as { ID: string; NAME: string }
      expect(auth.user_id).toBe(ID)
      return NAME
    }),
  )
}

export const WHOSE_CREDENTIALS: Rule = {
  number: 6,
  text: 'An app may name a user whose credentials the handler gets. Default: the user whose action raised the event.',
  cases: {
    'the acting user, where none is named': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      for (const by of [ANNA, BORIS]) await app.raise('OnCrmDealAdd', { by })
      expect(await whoTokensSpeakFor(app)).toEqual(['Anna', 'Boris'])
    },
    'the named user, whoever acts': async (app) => {
      await bind(app, 'OnCrmDealAdd', { auth_type: CLARA })
      for (const by of [ANNA, BORIS]) await app.raise('OnCrmDealAdd', { by })
      await app.raise('OnCrmDealAdd')
      expect(await whoTokensSpeakFor(app)).toEqual(['Clara', 'Clara', 'Clara'])
    },
    'nobody, where a robot acts and none is named': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd')
      expect(await whoTokensSpeakFor(app)).toEqual([undefined])
    },
  },
}

export const WAITING: Rule = {
  number: 7,
  text: 'A handler is not called at once. The call waits in a queue, for a time that depends on the load of the server.',
  open: { baseDelay: 1000 },
  cases: {
    'the base delay on an idle server': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd', { by: BORIS })
      await app.passTime(999)
      expect(await app.received()).toEqual([])
      expect(await app.deliveries()).toMatchObject([{ state: 'queued' }])
      await app.passTime(1)
      await app.settled()
      expect(await app.received()).toHaveLength(1)
    },
    'longer on a busy one, also where that becomes so meanwhile': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd', { by: BORIS })
      await app.setLoad(2)
      const [delivery] = await app.deliveries()
      expect((delivery?.leavesAt ?? 0) - (delivery?.raisedAt ?? 0)).toBe(3000)
      await app.passTime(2999)
      expect(await app.received()).toEqual([])
      await app.passTime(1)
      await app.settled()
      expect(await app.received()).toHaveLength(1)
    },
  },
}
