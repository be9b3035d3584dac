import { createBX24 } from 'bx24-events'
import { openTestFrame } from 'bx24-events/testing'
import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../../support/form.js'
import { nextTask } from '../../../support/next-task.js'
import { watchOutcome } from '../../../support/outcome.js'
import { openTestApp } from '../../../support/test-app.js'
import { ANNA, BORIS, HANDLER_URL } from '../../../support/test-portal.js'

async function openFrame(userId = ANNA) {
  const opened = openTestApp({ userId })
  await opened.BX24.init()
  return opened
}

const unauthorized = { code: 'NO_AUTH_FOUND', status: 401 }

describe('a frame that is open while its app is uninstalled', () => {
  it('makes no more calls', async () => {
    const { BX24, app, portal } = await openFrame()
    await BX24.callBind('OnCrmDealAdd', HANDLER_URL)
    app.uninstall()
    await expect(BX24.callBind('OnCrmDealAdd', HANDLER_URL)).rejects.toMatchObject(unauthorized)
    await expect(BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)).rejects.toMatchObject(unauthorized)
    await expect(BX24.callMethod('profile')).rejects.toMatchObject(unauthorized)
    expect(portal.handlers()).toEqual([])
  })

  it('gets no new token, and nothing that would be as good', async () => {
    const { app } = await openFrame()
    const host = app.hostFor(ANNA)
    expect(await host.refreshAuth()).toMatchObject({ AUTH_ID: expect.any(String) })
    app.uninstall()
    await expect(host.refreshAuth()).rejects.toMatchObject(unauthorized)
    await expect(host.initData()).rejects.toMatchObject(unauthorized)
  })

  it('ends no installation, and leaves no note of a first run behind', async () => {
    const { BX24, app, diagnostics, wire } = await openFrame()
    app.uninstall()
    const before = wire.length
    BX24.install(() => undefined)
    await BX24.installFinish()
    await nextTask()
    expect(app.stage).toBe('uninstalled')
    expect(wire.slice(before).map(({ direction, command }) => `${direction} ${command}`)).toEqual([
      'to portal openPort',
      'to portal setInstall',
    ])
    expect(diagnostics).toMatchObject([
      { kind: 'command failed', command: 'setInstall', cause: { code: 'NO_AUTH_FOUND' } },
    ])
    app.install()
    expect(await app.hostFor(ANNA).initData()).toMatchObject({ FIRST_RUN: true, INSTALL: true })
  })

  it('is the last: one that is opened then is told nothing', async () => {
    const { portal, app } = await openFrame()
    app.uninstall()
    const init = watchOutcome(
      createBX24({ window: openTestFrame(portal, { app, userId: ANNA }).window }).init(),
    )
    await nextTask()
    expect(init).toEqual({})
    app.install()
    await createBX24({ window: openTestFrame(portal, { app, userId: ANNA }).window }).init()
  })
})

describe('a frame that is open while a new version is installed', () => {
  it('goes on calling, and ends the installation as its user', async () => {
    const opened = await openFrame(BORIS)
    const { BX24, portal, app, received, bind } = opened
    app.update('2.0.0')
    expect(await BX24.callMethod('app.info')).toMatchObject({ VERSION: '2.0.0', INSTALLED: false })
    await bind('OnAppInstall')
    await app.hostFor(BORIS).finishInstall()
    await portal.settled()
    const { event, auth } = readDelivery(received[0] ?? { body: '' })
    expect(event).toBe('ONAPPINSTALL')
    expect(auth).toMatchObject({ user_id: String(BORIS), refresh_token: expect.any(String) })
  })
})
