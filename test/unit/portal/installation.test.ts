import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import { ANNA, BORIS, CLARA, createTestPortal } from '../../support/test-portal.js'

const notInstalled = { app: { installed: false, version: '2.1.0' } }

describe('the end of an installation', () => {
  it('tells the handlers that are bound by then, with the tokens of the acting user', async () => {
    const { portal, app, received, bind } = createTestPortal(notInstalled)
    await bind('OnAppInstall')
    expect(app.installed).toBe(false)
    app.finishInstall({ by: CLARA })
    await portal.settled()
    expect(app.installed).toBe(true)
    const { event, data, auth } = readDelivery(received[0] ?? { body: '' })
    expect(event).toBe('ONAPPINSTALL')
    expect(data).toEqual({ VERSION: '2.1.0', ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'en' })
    expect(auth).toMatchObject({ user_id: String(CLARA), refresh_token: expect.any(String) })
    expect((await portal.call(auth.access_token ?? '', 'profile')).answer.result).toMatchObject({
      NAME: 'Clara',
    })
  })

  it('acts as the first active administrator where nobody is named', async () => {
    const { portal, app, received, bind } = createTestPortal(notInstalled)
    await bind('OnAppInstall')
    portal.updateUser(ANNA, { active: false })
    app.finishInstall()
    await portal.settled()
    expect(readDelivery(received[0] ?? { body: '' }).auth.user_id).toBe(String(CLARA))
  })

  it('is told to the handlers of this app alone', async () => {
    const { portal, app, received, bind } = createTestPortal()
    await bind('OnAppInstall')
    const other = portal.addApp({ title: 'Another one', url: 'https://other.example/', installed: false })
    other.finishInstall()
    await portal.settled()
    expect(received).toEqual([])
    expect(app.installed).toBe(true)
  })

  it('comes once', async () => {
    const { portal, app, received, bind } = createTestPortal(notInstalled)
    await bind('OnAppInstall')
    app.finishInstall()
    app.finishInstall()
    await portal.settled()
    expect(received).toHaveLength(1)
  })

  it('needs a user that there is, and changes nothing without', async () => {
    const { portal, app, received, bind } = createTestPortal(notInstalled)
    await bind('OnAppInstall')
    expect(() => app.finishInstall({ by: 99 })).toThrow(RangeError)
    expect(app.installed).toBe(false)
    app.finishInstall({ by: ANNA })
    await portal.settled()
    expect(received).toHaveLength(1)
  })

  it('needs a name for its user where there is no active administrator', () => {
    const { portal, app } = createTestPortal(notInstalled)
    for (const id of [ANNA, CLARA]) portal.updateUser(id, { active: false })
    expect(() => app.finishInstall()).toThrow(/administrator/)
    expect(app.installed).toBe(false)
    app.finishInstall({ by: BORIS })
    expect(app.installed).toBe(true)
  })
})
