import { createPortal, type PortalOptions } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.js'
import { readDelivery } from '../../support/form.js'
import { takeFullSnapshot } from '../../support/full-snapshot.js'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { nextTask } from '../../support/next-task.js'
import {
  ANNA,
  BORIS,
  CLARA,
  createTestPortal,
  PORTAL_ORIGIN,
  type TestPortal,
  type TestPortalOptions,
} from '../../support/test-portal.js'

/** Another portal, made of what JSON carries of the first one's state. It shares the clock, and the first one is closed. */
async function restart({ portal }: TestPortal, clock: FakeClock, options: Partial<PortalOptions> = {}) {
  const snapshot = JSON.parse(JSON.stringify(portal.snapshot()))
  await portal.close()
  const { deliver, held } = createHeldDeliveries()
  const restarted = createPortal({ origin: PORTAL_ORIGIN, clock, deliver, snapshot, ...options })
  const [app] = restarted.apps()
  if (!app) throw new Error('The app is gone')
  return { portal: restarted, app, held, snapshot }
}

function open(options: TestPortalOptions = {}) {
  const clock = createFakeClock()
  const testPortal = createTestPortal({ clock, baseDelay: 1000, ...options })
  return {
    ...testPortal,
    clock,
    restart: (others = {}) => restart(testPortal, clock, { baseDelay: 1000, ...others }),
  }
}

describe('a snapshot', () => {
  it('says which form it has, and that it is to be kept secret', async () => {
    expect(await takeFullSnapshot()).toMatchObject({
      ...{ version: 1, warning: expect.stringMatching(/tokens and secrets that work/) },
    })
  })

  it('is plain JSON, and a copy: what is done to it changes no portal', async () => {
    const { portal, bind } = open()
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    const snapshot = portal.snapshot()
    const kept = JSON.parse(JSON.stringify(snapshot))
    expect(snapshot).toEqual(kept)
    JSON.stringify(snapshot, (_key, value) => {
      if (Array.isArray(value)) value.push('more')
      return value
    })
    expect(portal.snapshot()).toEqual(kept)
  })

  it('wins over the options that say otherwise', async () => {
    const snapshot = await takeFullSnapshot()
    const portal = createPortal({
      ...{ origin: 'https://other.example', rules: 'current', language: 'de', load: 5, snapshot },
      ...{ users: [{ id: 9, name: 'Nina', admin: true }], clock: createFakeClock() },
    })
    expect(portal).toMatchObject({
      origin: 'https://other.example',
      rules: 'documented',
      language: 'en',
      load: 0,
    })
    expect(portal.users().map(({ name }) => name)).toEqual(['Anna', 'Boris', 'Clara'])
    await portal.close()
  })
})

describe('a portal made of a snapshot', () => {
  it('has the apps, users, handlers, deliveries and secrets of the first one', async () => {
    const { portal, app, bind, restart } = open({ rules: 'current', language: 'de' })
    await bind('OnCrmDealAdd', { authType: CLARA })
    portal.updateUser(BORIS, { scopes: ['crm'], admin: true })
    portal.setLoad(2)
    portal.raise('OnCrmDealAdd', { by: ANNA })
    const restarted = await restart()
    expect(restarted.portal.handlers()).toEqual(portal.handlers())
    expect(restarted.portal.users()).toEqual(portal.users())
    expect(restarted.portal.deliveries()).toEqual(portal.deliveries())
    expect(restarted.portal).toMatchObject({ rules: 'current', language: 'de', load: 2 })
    expect({ ...restarted.app }).toMatchObject({
      ...{ id: app.id, clientSecret: app.clientSecret, applicationToken: app.applicationToken },
      ...{ title: app.title, url: app.url, scopes: app.scopes, version: '1.0.0', stage: 'installed' },
    })
  })

  it('takes the tokens and webhooks that the first one gave away, for as long as it would have', async () => {
    const { portal, app, clock, restart } = open()
    const [token, webhook] = [app.tokenFor(BORIS), portal.webhookFor(ANNA)]
    const { REFRESH_ID } = await app.hostFor(CLARA).refreshAuth()
    await clock.advance(3_599_999)
    const restarted = await restart()
    expect(await restarted.portal.call(token, 'profile')).toMatchObject({
      answer: { result: { NAME: 'Boris' } },
    })
    expect(await restarted.portal.call(webhook, 'profile')).toMatchObject({
      answer: { result: { NAME: 'Anna' } },
    })
    await clock.advance(1)
    expect(await restarted.portal.call(token, 'profile')).toMatchObject({
      answer: { error: 'expired_token' },
    })
    const renewal = {
      ...{ grant_type: 'refresh_token', refresh_token: REFRESH_ID },
      ...{ client_id: app.id, client_secret: app.clientSecret },
    }
    expect(await restarted.portal.renewTokens(renewal)).toMatchObject({ answer: { user_id: CLARA } })
    expect(await restarted.portal.renewTokens(renewal)).toMatchObject({ status: 400 })
  })

  it('goes on counting: handlers, deliveries and calls', async () => {
    const { portal, app, bind, restart } = open({ limits: { capacity: 3, perSecond: 0 } })
    const { event, url } = await bind('OnCrmDealAdd')
    await bind('OnTaskAdd')
    await app.hostFor(ANNA).call('event.unbind', { event: 'OnTaskAdd', handler: url })
    portal.raise(event, { by: ANNA })
    const restarted = await restart({ limits: { capacity: 3, perSecond: 0 } })
    const call = () =>
      restarted.portal.call(restarted.app.tokenFor(ANNA), 'event.bind', { event: 'OnTaskAdd', handler: url })
    expect(await call()).toMatchObject({ status: 200 })
    expect(await call()).toMatchObject({ status: 503 })
    expect(restarted.portal.handlers().map(({ id }) => id)).toEqual([1, 3])
    expect(restarted.portal.raise(event, { by: ANNA })).toMatchObject([{ id: 2 }])
  })

  it('knows what apps asked it to keep, and who has run them', async () => {
    const { app, restart } = open({
      app: { placement: 'CRM_DEAL_DETAIL_TAB', placementOptions: { ID: '7' } },
    })
    const host = app.hostFor(BORIS)
    await host.setOption({ kind: 'install', name: 'install', value: true })
    await app.hostFor(ANNA).setOption({ kind: 'app', name: 'colour', value: 'red' })
    await host.setOption({ kind: 'user', name: 'size', value: 7 })
    const restarted = await restart()
    expect(await restarted.app.hostFor(BORIS).initData()).toMatchObject({
      ...{ FIRST_RUN: false, APP_OPTIONS: { colour: 'red' }, USER_OPTIONS: { size: 7 } },
      ...{ PLACEMENT: 'CRM_DEAL_DETAIL_TAB', PLACEMENT_OPTIONS: { ID: '7' } },
    })
    expect(await restarted.app.hostFor(ANNA).initData()).toMatchObject({ FIRST_RUN: true, USER_OPTIONS: {} })
  })

  it('knows options that are called like what every object has', async () => {
    const { portal, app, restart } = open()
    const options = JSON.parse(
      '{"constructor":"1","prototype":{"constructor":2},"__proto__":"3","plain":"4"}',
    )
    const methods = ['app.option', 'user.option']
    for (const method of methods) await portal.call(app.tokenFor(ANNA), `${method}.set`, { options })
    const restarted = await restart()
    for (const method of methods) {
      const { answer } = await restarted.portal.call(restarted.app.tokenFor(ANNA), `${method}.get`)
      expect(answer.result).toEqual(options)
      expect(Object.keys(answer.result as object)).toEqual(Object.keys(options))
    }
  })
})

describe('the deliveries of a snapshot', () => {
  it('that wait go on waiting, until the time that was theirs', async () => {
    const { portal, clock, bind, restart } = open()
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await clock.advance(600)
    const { held } = await restart()
    await clock.advance(399)
    expect(held.all).toHaveLength(0)
    await clock.advance(1)
    expect(held.all).toHaveLength(1)
  })

  it('that waited too long meanwhile leave at once, in their order, but not before the portal is made', async () => {
    const { portal, bind, restart } = open()
    await bind('OnCrmDealAdd')
    for (const ID of [1, 2]) portal.raise('OnCrmDealAdd', { by: ANNA, data: { ID } })
    const { held } = await restart({ baseDelay: 0 })
    const [first] = [await held.next()]
    expect(readDelivery(first.request).data).toEqual({ ID: '1' })
    first.answer()
    expect(readDelivery((await held.next()).request).data).toEqual({ ID: '2' })
  })

  it('that were on their way have failed, say why, and hold up nothing', async () => {
    const { deliver } = createHeldDeliveries()
    const { portal, clock, bind, restart } = open({ deliver })
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await clock.advance(1000)
    portal.raise('OnCrmDealAdd', { by: ANNA })
    expect(portal.deliveries()).toMatchObject([{ state: 'sent' }, { state: 'queued' }])
    const restarted = await restart()
    const interrupted = {
      ...{ state: 'failed', reason: 'the portal was stopped before the handler had answered' },
      ...{ sentAt: clock.now(), request: expect.objectContaining({ method: 'POST' }) },
    }
    expect(restarted.portal.deliveries()).toMatchObject([interrupted, { state: 'queued' }])
    await clock.advance(1000)
    restarted.held.all[0]?.answer()
    await restarted.portal.settled()
    expect(restarted.portal.deliveries()).toMatchObject([interrupted, { state: 'answered' }])
    expect(restarted.held.all).toHaveLength(1)
  })

  it('that say farewell are signed as they would have been', async () => {
    const { app, clock, bind, restart } = open()
    const { applicationToken } = app
    await bind('OnAppUninstall')
    app.uninstall()
    const restarted = await restart()
    restarted.app.install()
    await clock.advance(1000)
    const { auth } = readDelivery((await restarted.held.next()).request)
    expect(auth.application_token).toBe(applicationToken)
    expect(restarted.app.applicationToken).not.toBe(applicationToken)
  })

  it('leave a slow handler alone as long as before', async () => {
    const { deliver, held } = createHeldDeliveries()
    const { portal, clock, bind, restart } = open({ baseDelay: 0, deliver, slowAfter: 100 })
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await nextTask()
    await clock.advance(101)
    held.all[0]?.answer()
    await portal.settled()
    const restarted = await restart({ baseDelay: 0 })
    restarted.portal.raise('OnCrmDealAdd', { by: ANNA })
    await clock.advance(999)
    expect(restarted.held.all).toHaveLength(0)
    await clock.advance(1)
    expect(restarted.held.all).toHaveLength(1)
  })

  it('can be replayed, what has ended included', async () => {
    const { portal, clock, bind, restart } = open()
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA, data: undefined })
    await clock.advance(1000)
    const restarted = await restart()
    expect(restarted.portal.replay(1)).toMatchObject({ id: 2, replayOf: 1 })
    await clock.advance(1000)
    const { event, data } = readDelivery((await restarted.held.next()).request)
    expect({ event, data }).toEqual({ event: 'ONCRMDEALADD', data: '' })
  })
})
