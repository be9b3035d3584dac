import { expect } from 'vitest'
import { expectResult, readReceived } from './expectations.js'
import { ANNA, BORIS, CLARA, type OpenApp } from './harness.js'
import type { Rule } from './rule.js'

async function bind(app: OpenApp, event: string, params: { path?: string; auth_type?: number } = {}) {
  const { path = 'deals/', ...others } = params
  const handler = app.handlerBase + path
  await expectResult(app.call(ANNA, 'event.bind', { event, handler, ...others }), true)
}

/** What became of the last delivery. */
async function lastDelivery(app: OpenApp) {
  await app.settled()
  return (await app.deliveries()).at(-1)
}

const SKIPPED = { state: 'skipped', reason: expect.any(String) }
const ANSWERED = { state: 'answered', status: 200 }

export const PERMISSIONS: Rule = {
  number: 13,
  text: 'Whether a handler is called also depends on the permissions of the user whose authorisation it uses.',
  open: { baseDelay: 1000 },
  cases: Object.fromEntries(
    [
      { what: 'is inactive', lost: { active: false }, kept: { active: true } },
      { what: 'has no access to the app', lost: { access: false }, kept: { access: true } },
      { what: "lacks the event's scope", lost: { scopes: ['task'] }, kept: { scopes: ['crm'] } },
    ].map(({ what, lost, kept }) => [
      `it is not where that user ${what} when the delivery leaves the queue, whatever he was before`,
      async (app: OpenApp) => {
        await bind(app, 'OnCrmDealAdd')
        await app.raise('OnCrmDealAdd', { by: BORIS })
        await app.updateUser(BORIS, lost)
        await app.passTime(1000)
        expect(await lastDelivery(app)).toMatchObject(SKIPPED)

        await app.raise('OnCrmDealAdd', { by: BORIS })
        await app.updateUser(BORIS, kept)
        await app.passTime(1000)
        expect(await lastDelivery(app)).toMatchObject(ANSWERED)
        expect(await app.received()).toHaveLength(1)
      },
    ]),
  ),
}

export const NAMED_PERMISSIONS: Rule = {
  number: 13,
  text: 'The user that `auth_type` names counts, not the one who acted.',
  cases: {
    'his rights are the ones that are asked for': async (app) => {
      await bind(app, 'OnCrmDealAdd', { auth_type: CLARA })
      await app.updateUser(CLARA, { active: false })
      await app.raise('OnCrmDealAdd', { by: BORIS })
      expect(await lastDelivery(app)).toMatchObject(SKIPPED)
      await app.updateUser(CLARA, { active: true })
      await app.updateUser(BORIS, { active: false })
      await app.raise('OnCrmDealAdd', { by: BORIS })
      expect(await lastDelivery(app)).toMatchObject(ANSWERED)
    },
    "and a robot's action asks for nobody's": async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.updateUser(BORIS, { active: false })
      await app.raise('OnCrmDealAdd')
      expect(await lastDelivery(app)).toMatchObject(ANSWERED)
    },
  },
}

export const END_OF_HANDLERS: Rule = {
  number: 15,
  text: 'Uninstalling the app, or installing a new version, deletes all its handlers.',
  cases: {
    'a new version does, once they have heard of it': async (app) => {
      await bind(app, 'OnAppUpdate', { path: 'life/' })
      await bind(app, 'OnCrmDealAdd')
      await app.update('2.0.0')
      expect(await app.handlers()).toEqual([])
      const [received, ...others] = await readReceived(app)
      expect(received).toMatchObject({
        event: 'ONAPPUPDATE',
        data: { VERSION: '2.0.0', PREVIOUS_VERSION: '1.0.0' },
        auth: { user_id: String(ANNA), refresh_token: expect.any(String) },
      })
      expect(others).toEqual([])
    },
    'uninstalling does, once they have heard of it; no token comes along, and all that there were are dead':
      async (app) => {
        await bind(app, 'OnAppUninstall', { path: 'life/' })
        await app.uninstall()
        expect(await app.handlers()).toEqual([])
        const [received] = await readReceived(app)
        expect(received).toMatchObject({ event: 'ONAPPUNINSTALL', data: { CLEAN: '0' } })
        expect(received?.auth).not.toHaveProperty('access_token')
        const { status, answer } = await app.call(ANNA, 'event.get')
        expect({ status, error: answer.error }).toEqual({ status: 401, error: 'NO_AUTH_FOUND' })
      },
    'another installation is signed with another application_token': async (app) => {
      const bindAndRaise = async () => {
        await bind(app, 'OnCrmDealAdd')
        await app.raise('OnCrmDealAdd', { by: BORIS })
        return (await readReceived(app)).at(-1)?.auth.application_token
      }
      const first = await bindAndRaise()
      await app.uninstall()
      await app.install()
      await app.finishInstall()
      const second = await bindAndRaise()
      expect([typeof first, typeof second]).toEqual(['string', 'string'])
      expect(second).not.toBe(first)
    },
  },
}

export const WAITING_FOR_THE_GONE: Rule = {
  number: 15,
  text: 'What waits for a handler that is gone is not sent.',
  open: { baseDelay: 1000 },
  cases: {
    'and the log says so': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd', { by: BORIS })
      await app.update('2.0.0')
      await app.passTime(1000)
      expect(await lastDelivery(app)).toMatchObject({ ...SKIPPED, reason: 'handler removed' })
      expect(await app.received()).toEqual([])
    },
    'where it is still there, it is': async (app) => {
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd', { by: BORIS })
      await app.passTime(1000)
      expect(await lastDelivery(app)).toMatchObject(ANSWERED)
    },
  },
}

export const NOT_BEFORE_INSTALLED: Rule = {
  number: 16,
  text: 'No event is sent before the installation of the app is finished.',
  open: { installed: false },
  cases: {
    'what happens before is skipped, with the reason; what happens afterwards is sent, ONAPPINSTALL first':
      async (app) => {
        await bind(app, 'OnAppInstall', { path: 'life/' })
        await bind(app, 'OnCrmDealAdd')
        await app.raise('OnCrmDealAdd', { by: BORIS })
        expect(await lastDelivery(app)).toMatchObject({ ...SKIPPED, reason: 'installation not finished' })

        await app.finishInstall()
        await app.raise('OnCrmDealAdd', { by: BORIS })
        expect(await readReceived(app)).toMatchObject([
          {
            event: 'ONAPPINSTALL',
            data: { VERSION: '1.0.0', INSTALLED: 'Y' },
            auth: { user_id: String(ANNA) },
          },
          { event: 'ONCRMDEALADD' },
        ])
      },
    'nor again after a new version': async (app) => {
      await app.finishInstall()
      await app.update('2.0.0')
      await bind(app, 'OnCrmDealAdd')
      await app.raise('OnCrmDealAdd', { by: BORIS })
      expect(await lastDelivery(app)).toMatchObject({ ...SKIPPED, reason: 'installation not finished' })
      await app.finishInstall()
      await app.raise('OnCrmDealAdd', { by: BORIS })
      expect(await lastDelivery(app)).toMatchObject(ANSWERED)
    },
  },
}

export const FAILING: Rule = {
  number: 17,
  text: 'A handler that fails or does not answer is logged and not called again for that event. A slow handler is called less often.',
  cases: {
    'one that answers with an error, one that is down, one that hangs: each once': async (app) => {
      await bind(app, 'OnCrmDealAdd', { path: 'failing/', auth_type: ANNA })
      await bind(app, 'OnCrmDealAdd', { path: 'down/', auth_type: BORIS })
      await bind(app, 'OnCrmDealAdd', { path: 'hanging/', auth_type: CLARA })
      await app.raise('OnCrmDealAdd', { by: BORIS })
      await app.passTime(60_000)
      await app.settled()
      expect(await app.received()).toHaveLength(3)
      expect(
        (await app.deliveries()).map(({ state, status, reason }) => ({ state, status, reason })),
      ).toEqual([
        { state: 'answered', status: 500, reason: undefined },
        { state: 'failed', status: undefined, reason: 'connection refused' },
        { state: 'failed', status: undefined, reason: 'no answer within 10000 ms' },
      ])
    },
    'a slow one is left alone for a while, and holds up nobody else': async (app) => {
      await bind(app, 'OnCrmDealAdd', { path: 'slow/' })
      await bind(app, 'OnCrmDealAdd', { path: 'quick/', auth_type: CLARA })
      await app.raise('OnCrmDealAdd', { by: BORIS })
      await app.raise('OnCrmDealAdd', { by: BORIS })
      const sentTo = async (path: string) =>
        (await app.received()).filter(({ url }) => url.endsWith(path)).length
      await app.passTime(6000)
      expect([await sentTo('slow/'), await sentTo('quick/')]).toEqual([1, 2])
      await app.passTime(999)
      expect(await sentTo('slow/')).toBe(1)
      await app.passTime(1)
      expect(await sentTo('slow/')).toBe(2)
      await app.passTime(6000)
    },
  },
}
