import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../../support/form.js'
import { ANNA, BORIS, createTestPortal } from '../../../support/test-portal.js'

async function openUninstalled(boundEvents: readonly string[] = []) {
  const testPortal = createTestPortal({ baseDelay: 1000 })
  for (const event of boundEvents) await testPortal.bind(event)
  const former = testPortal.app.applicationToken
  testPortal.app.uninstall()
  return { ...testPortal, former }
}

describe('installing an app again', () => {
  it('begins with an installation to be finished, and with nothing of the one before', async () => {
    const { portal, app, former } = await openUninstalled(['OnCrmDealAdd'])
    app.install()
    expect(app).toMatchObject({ stage: 'installing', installed: false })
    expect(portal.handlers()).toEqual([])
    expect(app.applicationToken).toMatch(/^[\da-f]{32}$/)
    expect(app.applicationToken).not.toBe(former)
  })

  it('lets it bind, and delivers nothing before the installation is finished', async () => {
    const { portal, app, clock, received, bind } = await openUninstalled()
    app.install()
    await bind('OnCrmDealAdd')
    await bind('OnAppInstall')
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await clock.advance(1000)
    expect(portal.deliveries()).toMatchObject([{ state: 'skipped', reason: 'installation not finished' }])
    app.finishInstall()
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await clock.advance(1000)
    const read = received.map((request) => readDelivery(request))
    expect(read.map(({ event }) => event)).toEqual(['ONAPPINSTALL', 'ONCRMDEALADD'])
    for (const { auth } of read) expect(auth.application_token).toBe(app.applicationToken)
  })

  it('can be done at once, which no handler hears of', async () => {
    const { portal, app, clock, received, bind } = await openUninstalled()
    app.install({ installed: true })
    expect(app).toMatchObject({ stage: 'installed', installed: true })
    await bind('OnAppInstall')
    app.finishInstall()
    await clock.advance(1000)
    expect(received).toEqual([])
    expect(portal.deliveries()).toEqual([])
  })

  it('is the first run for its users again', async () => {
    const { app } = createTestPortal()
    const host = app.hostFor(BORIS)
    expect(await host.initData()).toMatchObject({ FIRST_RUN: true })
    await host.setOption({ kind: 'install', name: 'install', value: true })
    expect(await host.initData()).toMatchObject({ FIRST_RUN: false })
    app.uninstall()
    app.install()
    expect(await host.initData()).toMatchObject({ FIRST_RUN: true, INSTALL: true })
  })

  it('wakes no token of the former installation', async () => {
    const { portal, app } = createTestPortal()
    const token = app.tokenFor(ANNA)
    expect(await portal.call(token, 'profile')).toMatchObject({ status: 200 })
    app.uninstall()
    const issuedMeanwhile = app.tokenFor(ANNA)
    app.install({ installed: true })
    for (const dead of [token, issuedMeanwhile]) {
      expect(await portal.call(dead, 'profile')).toMatchObject({
        ...{ status: 401, answer: { error: 'NO_AUTH_FOUND' } },
      })
    }
    expect(await portal.call(app.tokenFor(ANNA), 'profile')).toMatchObject({ status: 200 })
  })

  it('is for an app only that is not installed', () => {
    const { app } = createTestPortal({ app: { installed: false } })
    for (const stage of ['installing', 'installed']) {
      expect(app.stage).toBe(stage)
      const { applicationToken } = app
      expect(() => app.install()).toThrow('installed already')
      expect(app.applicationToken).toBe(applicationToken)
      app.finishInstall()
    }
    app.uninstall()
    expect(() => app.install()).not.toThrow()
  })
})

describe('the farewells of an installation', () => {
  it('are signed with its own token, even where they leave after the next one has begun', async () => {
    const { app, clock, received, former } = await openUninstalled(['OnAppUninstall'])
    app.install({ installed: true })
    await clock.advance(1000)
    const { event, auth } = readDelivery(received[0] ?? { body: '' })
    expect(event).toBe('ONAPPUNINSTALL')
    expect(auth.application_token).toBe(former)
  })

  it.each([
    { when: 'while the app is uninstalled', isReinstalled: false },
    { when: 'after it is installed again', isReinstalled: true },
  ])('bring no tokens where they leave $when: those have died', async ({ isReinstalled }) => {
    const { app, clock, received, bind } = createTestPortal({ baseDelay: 1000 })
    for (const time of ['at once', 'late']) {
      await bind('OnAppUpdate')
      app.update('2.0.0')
      if (time === 'late') app.uninstall()
      if (time === 'late' && isReinstalled) app.install({ installed: true })
      await clock.advance(1000)
    }
    const [atOnce, late] = received.map((request) => readDelivery(request))
    expect(atOnce?.auth).toMatchObject({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
    })
    expect(late?.event).toBe('ONAPPUPDATE')
    for (const name of ['access_token', 'refresh_token', 'user_id']) {
      expect(late?.auth).not.toHaveProperty(name)
    }
  })
})
