import { describe, expect, it } from 'vitest'
import { ALREADY_BOUND, accessDenied } from './errors.js'
import { expectError, expectResult, readReceived } from './expectations.js'
import { ANNA, BORIS, CLARA, type Harness, type OpenApp, withApp } from './harness.js'

const WITH_USER = 'binding with AUTH_TYPE'

function target(app: OpenApp, others: Record<string, unknown> = {}) {
  return { event: 'OnCrmDealAdd', handler: `${app.handlerBase}deals/`, ...others }
}

/** The three places in which portals of today are laxer than their documentation, each beside what it says. */
const PLACES: Readonly<Record<string, Readonly<Record<string, (app: OpenApp) => Promise<void>>>>> = {
  'who binds (rule 5)': {
    'anyone does, for himself': async (app) => {
      for (const authType of [undefined, 0, BORIS]) {
        const params = target(app, { handler: `${app.handlerBase}${authType}/`, auth_type: authType })
        await expectResult(app.call(BORIS, 'event.bind', params), true)
      }
      expect((await app.handlers()).map(({ authType }) => authType)).toEqual([BORIS, BORIS, BORIS])
    },
    'for others only an administrator does': async (app) => {
      const params = target(app, { auth_type: CLARA })
      await expectError(app.call(BORIS, 'event.bind', params), accessDenied(WITH_USER))
      await expectResult(app.call(ANNA, 'event.bind', params), true)
      await expectError(app.call(BORIS, 'event.unbind', params), accessDenied('unbinding with AUTH_TYPE'))
    },
    'who is no administrator sees and removes his own alone': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', target(app)), true)
      await expectResult(app.call(BORIS, 'event.bind', target(app)), true)
      const { answer } = await app.call(BORIS, 'event.get')
      expect(answer.result).toMatchObject([{ auth_type: String(BORIS) }])
      for (const authType of [undefined, 0]) {
        const expected = { count: authType === undefined ? 1 : 0 }
        await expectResult(app.call(BORIS, 'event.unbind', target(app, { auth_type: authType })), expected)
      }
      expect(await app.handlers()).toMatchObject([{ authType: 0 }])
    },
    'what he has bound runs as him, whoever acts': async (app) => {
      await expectResult(app.call(BORIS, 'event.bind', target(app)), true)
      await app.raise('OnCrmDealAdd', { by: CLARA })
      expect(await readReceived(app)).toMatchObject([{ auth: { user_id: String(BORIS) } }])
    },
  },
  'how many handlers (rule 12)': {
    'one event has any number of them, each with another URL': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', target(app)), true)
      await expectError(app.call(ANNA, 'event.bind', target(app)), ALREADY_BOUND)
      const other = target(app, { handler: `${app.handlerBase}other/` })
      await expectResult(app.call(ANNA, 'event.bind', other), true)
      expect(await app.handlers()).toHaveLength(2)
    },
  },
  'what a new version does (rule 15)': {
    'the handlers stay, and hear of it': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', target(app, { event: 'OnAppUpdate' })), true)
      await app.update('2.0.0')
      expect(await readReceived(app)).toMatchObject([{ event: 'ONAPPUPDATE' }])
      expect(await app.handlers()).toHaveLength(1)
    },
    'one whose scope is gone is not called, and the reason is told': async (app) => {
      await expectResult(app.call(ANNA, 'event.bind', target(app)), true)
      const raise = async () => {
        await app.raise('OnCrmDealAdd', { by: BORIS })
        await app.settled()
        return (await app.deliveries()).at(-1)
      }
      expect(await raise()).toMatchObject({ state: 'answered' })
      await app.update('2.0.0', { scopes: ['task'] })
      await app.finishInstall()
      expect(await raise()).toMatchObject({ state: 'skipped', reason: expect.stringContaining('scope crm') })
      await app.update('3.0.0', { scopes: ['crm'] })
      await app.finishInstall()
      expect(await raise()).toMatchObject({ state: 'answered' })
    },
  },
}

/** What every way to a portal with the rules of today must keep, where they differ from the documented ones. */
export function describeCurrentRules(harness: Harness): void {
  describe(`the rules of today, called ${harness.way}`, () => {
    for (const [place, cases] of Object.entries(PLACES)) {
      describe(place, () => {
        for (const [name, test] of Object.entries(cases)) {
          it(name, () => withApp(harness, test, { rules: 'current' }))
        }
      })
    }
  })
}
