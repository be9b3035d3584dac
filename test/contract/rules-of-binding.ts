import { expect } from 'vitest'
import { ALREADY_BOUND, accessDenied, EVENT_NOT_FOUND } from './errors.js'
import { expectError, expectResult } from './expectations.js'
import { ANNA, BORIS, CLARA, type OpenApp } from './harness.js'
import type { Rule } from './rule.js'

const deals = (app: OpenApp) => ({ event: 'OnCrmDealAdd', handler: `${app.handlerBase}deals/` })

async function listNames(app: OpenApp, params = {}): Promise<string[]> {
  const { answer } = await app.call(ANNA, 'events', params)
  return answer.result as string[]
}

export const REGISTERING: Rule = {
  number: 1,
  text: 'An app registers its own handlers, each a URL.',
  cases: {
    'what is bound is there, with its URL as it was given': async (app) => {
      const handler = `${app.handlerBase}deals/?key=a%20b#c`
      await expectResult(app.call(ANNA, 'event.bind', { event: 'OnCrmDealAdd', handler }), true)
      expect(await app.handlers()).toMatchObject([{ event: 'ONCRMDEALADD', url: handler, authType: 0 }])
    },
    'nothing is bound that nobody has bound': async (app) => {
      await expectResult(app.call(ANNA, 'event.get'), [])
      expect(await app.handlers()).toEqual([])
    },
  },
}

export const ADMINISTRATORS: Rule = {
  number: 5,
  text: 'Only a user with administrative rights may install a handler.',
  cases: {
    'an administrator may, and any other may not': async (app) => {
      await expectError(app.call(BORIS, 'event.bind', deals(app)), accessDenied('binding'))
      expect(await app.handlers()).toEqual([])
      for (const [index, administrator] of [ANNA, CLARA].entries()) {
        const params = { ...deals(app), auth_type: index }
        await expectResult(app.call(administrator, 'event.bind', params), true)
      }
    },
    'the same holds for removing one': async (app) => {
      await app.call(ANNA, 'event.bind', deals(app))
      await expectError(app.call(BORIS, 'event.unbind', deals(app)), accessDenied('unbinding'))
      expect(await app.handlers()).toHaveLength(1)
      await expectResult(app.call(CLARA, 'event.unbind', deals(app)), { count: 1 })
    },
  },
}

export const LISTING_EVENTS: Rule = {
  number: 8,
  text: 'REST `events` lists the events that an app can bind.',
  cases: {
    'each of them can be bound, and none of the others': async (app) => {
      const bindable = new Set(await listNames(app))
      const all = await listNames(app, { FULL: true })
      expect([bindable.size > 100, all.length]).toEqual([true, 206])
      const errors: unknown[] = []
      const commands = all.map((event) => `event.bind?event=${event}&handler=${app.handlerBase}`)
      while (commands.length > 0) {
        const { answer } = await app.call(ANNA, 'batch', { cmd: commands.splice(0, 50) })
        errors.push(...Object.values(Object(Object(answer.result).result_error)))
      }
      expect((await app.handlers()).map(({ event }) => event).sort()).toEqual([...bindable].sort())
      const { status: _, ...eventNotFound } = EVENT_NOT_FOUND
      expect(errors).toEqual(Array(all.length - bindable.size).fill(eventNotFound))
    },
  },
}

export const LISTING_HANDLERS: Rule = {
  number: 9,
  text: "REST `event.get` lists the app's handlers. (`events.get` is the same.)",
  cases: {
    'all that are bound, and no longer those that were removed': async (app) => {
      await app.call(ANNA, 'event.bind', deals(app))
      await app.call(ANNA, 'event.bind', { ...deals(app), event: 'OnAppUpdate', auth_type: CLARA })
      const first = { event: 'ONCRMDEALADD', handler: deals(app).handler, auth_type: '0', offline: 0 }
      const second = { ...first, event: 'ONAPPUPDATE', auth_type: String(CLARA) }
      await expectResult(app.call(ANNA, 'event.get'), [first, second])
      await expectResult(app.call(CLARA, 'events.get'), [first, second])
      await app.call(ANNA, 'event.unbind', deals(app))
      await expectResult(app.call(ANNA, 'event.get'), [second])
    },
  },
}

export const REMOVING: Rule = {
  number: 10,
  text: 'REST `event.unbind`, or `BX24.callUnbind`, removes a handler.',
  cases: {
    'that one, and none of another event or URL': async (app) => {
      await app.call(ANNA, 'event.bind', deals(app))
      await app.call(ANNA, 'event.bind', { ...deals(app), event: 'OnCrmDealDelete' })
      await app.call(ANNA, 'event.bind', {
        ...deals(app),
        handler: `${app.handlerBase}other/`,
        auth_type: CLARA,
      })
      await expectResult(app.call(ANNA, 'event.unbind', deals(app)), { count: 1 })
      expect(await app.handlers()).toMatchObject([{ event: 'ONCRMDEALDELETE' }, { authType: CLARA }])
    },
    'and a removed one is not called any more': async (app) => {
      await app.call(ANNA, 'event.bind', deals(app))
      await app.raise('OnCrmDealAdd', { by: ANNA })
      await app.settled()
      await app.call(ANNA, 'event.unbind', deals(app))
      await app.raise('OnCrmDealAdd', { by: ANNA })
      await app.settled()
      expect(await app.received()).toHaveLength(1)
    },
  },
}

export const SCOPES: Rule = {
  number: 11,
  text: 'An app can bind only events of the scopes that its version asked for, and the basic ones.',
  open: { scopes: ['task'] },
  cases: {
    'one of its own scope, but none of another': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), event: 'OnTaskAdd' }), true)
      await expectError(app.call(ANNA, 'event.bind', deals(app)), EVENT_NOT_FOUND)
    },
    'a basic one, which no scope is needed for': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), event: 'OnAppUpdate' }), true)
      await expectError(app.call(ANNA, 'event.bind', { ...deals(app), event: 'basic' }), EVENT_NOT_FOUND)
    },
  },
}

export const ONE_PER_USER: Rule = {
  number: 12,
  text: 'An app may install any number of handlers of one event, each with the authorisation of another user.',
  cases: {
    'one for each user, and one for whoever acts': async (app) => {
      for (const auth_type of [0, ANNA, BORIS, CLARA]) {
        await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), auth_type }), true)
      }
      expect(await app.handlers()).toHaveLength(4)
    },
    'but no second one for the same, whatever its URL': async (app) => {
      for (const auth_type of [0, BORIS]) {
        const params = { ...deals(app), auth_type }
        await expectResult(app.call(ANNA, 'event.bind', params), true)
        await expectError(app.call(ANNA, 'event.bind', params), ALREADY_BOUND)
        const elsewhere = { ...params, handler: `${app.handlerBase}elsewhere/` }
        await expectError(app.call(ANNA, 'event.bind', elsewhere), ALREADY_BOUND)
      }
      expect(await app.handlers()).toHaveLength(2)
    },
    'who binds it counts for nothing': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', deals(app)), true)
      await expectError(app.call(CLARA, 'event.bind', deals(app)), ALREADY_BOUND)
    },
    'another event at the same URL is another handler': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', deals(app)), true)
      await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), event: 'OnCrmDealUpdate' }), true)
    },
  },
}

export const CASE_OF_NAMES: Rule = {
  number: 14,
  text: 'Event names are case-independent.',
  cases: {
    'in binding: another spelling is the same event': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), event: 'oncrmdealadd' }), true)
      await expectError(app.call(ANNA, 'event.bind', { ...deals(app), event: 'ONCRMDEALADD' }), ALREADY_BOUND)
      await expectResult(app.call(ANNA, 'event.bind', { ...deals(app), event: 'OnCrmDealUpdate' }), true)
      expect(await app.handlers()).toMatchObject([{ event: 'ONCRMDEALADD' }, { event: 'ONCRMDEALUPDATE' }])
    },
    'in removing, and in happening': async (app) => {
      await app.call(ANNA, 'event.bind', deals(app))
      await app.raise('oNcRmDeAlAdD', { by: ANNA })
      await app.settled()
      expect(await app.received()).toHaveLength(1)
      await expectResult(app.call(ANNA, 'event.unbind', { ...deals(app), event: 'ONcrmDEALadd' }), {
        count: 1,
      })
    },
    'but URLs are not': async (app) => {
      await app.call(ANNA, 'event.bind', deals(app))
      const params = { ...deals(app), handler: `${app.handlerBase}DEALS/` }
      await expectResult(app.call(ANNA, 'event.unbind', params), { count: 0 })
    },
  },
}
