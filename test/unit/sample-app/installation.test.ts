import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startServer } from '../../support/http-server.js'
import { type SampleApp, startSampleApp } from './sample-app.js'

const [ANNA, BORIS] = [1, 2]

let app: SampleApp
beforeEach(async () => {
  app = await startSampleApp()
  await bindLife()
})
afterEach(() => app.close())

async function bindLife(): Promise<void> {
  const { portal, app: portalApp } = app.running
  for (const event of ['OnAppInstall', 'OnAppUpdate', 'OnAppUninstall'])
    await portal.call(portalApp.tokenFor(ANNA), 'event.bind', { event, handler: app.handlerUrl })
}

/** Whether a delivery with that secret is taken for the portal's. */
async function isKnown(applicationToken: string): Promise<boolean> {
  const { status } = await app.post({ event: 'ONCRMDEALADD', 'auth[application_token]': applicationToken })
  await app.nextDone()
  return status === 200
}

const postInstall = (fields: Readonly<Record<string, string>>) =>
  app.post({ event: 'ONAPPINSTALL', 'auth[application_token]': 'forged', ...fields })

describe('the application_token', () => {
  it('is forgotten with ONAPPUNINSTALL, and the new one learned from ONAPPINSTALL', async () => {
    const { app: portalApp } = app.running
    const old = portalApp.applicationToken
    portalApp.uninstall()
    expect(await app.nextDone()).toMatchObject({ event: 'ONAPPUNINSTALL', secret: 'forgotten' })
    expect(await isKnown(old)).toBe(false)

    portalApp.install()
    await bindLife()
    expect(await isKnown(portalApp.applicationToken)).toBe(false)
    portalApp.finishInstall()
    expect(await app.nextDone()).toMatchObject({
      event: 'ONAPPINSTALL',
      verified: true,
      secret: 'learned',
      rest: { state: 'answered', answer: { result: { NAME: 'Anna' } } },
    })
    expect(await isKnown(portalApp.applicationToken)).toBe(true)
    expect(await isKnown(old)).toBe(false)
  })

  it('is learned anew where ONAPPUNINSTALL reached nobody', async () => {
    const { portal, app: portalApp } = app.running
    const params = { event: 'OnAppUninstall', handler: app.handlerUrl }
    await portal.call(portalApp.tokenFor(ANNA), 'event.unbind', params)
    portalApp.uninstall()
    portalApp.install()
    await bindLife()
    portalApp.finishInstall()
    expect(await app.nextDone()).toMatchObject({ event: 'ONAPPINSTALL', secret: 'learned' })
    expect(await isKnown(portalApp.applicationToken)).toBe(true)
  })

  it('stays the same with a new version', async () => {
    const { app: portalApp } = app.running
    portalApp.update('2.0.0')
    expect(await app.nextDone()).toMatchObject({ event: 'ONAPPUPDATE', verified: true })
    await bindLife()
    portalApp.finishInstall()
    const installed = await app.nextDone()
    expect(installed).toMatchObject({ event: 'ONAPPINSTALL', verified: true })
    expect(installed.secret).toBeUndefined()
  })
})

describe('a forged ONAPPINSTALL', () => {
  it.each([
    ['no token', () => ({}), /without an access_token/],
    ['a token that is none', () => ({ 'auth[access_token]': 'nonsense' }), /administrator's of this app/],
    [
      'the token of a user who is no administrator',
      () => ({ 'auth[access_token]': app.running.app.tokenFor(BORIS) }),
      /administrator's of this app/,
    ],
    [
      "an administrator's token of another app",
      () => {
        const other = app.running.portal.addApp({
          title: 'Other',
          url: 'http://127.0.0.1:9/',
          scopes: ['crm'],
        })
        return { 'auth[access_token]': other.tokenFor(ANNA) }
      },
      /administrator's of this app/,
    ],
  ])('is refused with 403 where it brings %s', async (_what, fields, reason) => {
    expect(await postInstall(fields())).toMatchObject({ status: 403, text: expect.stringMatching(reason) })
    expect(await app.nextDone()).toMatchObject({ verified: false })
    expect(await isKnown('forged')).toBe(false)
    expect(await isKnown(app.running.app.applicationToken)).toBe(true)
  })

  it('is refused while the app is uninstalled, too', async () => {
    app.running.app.uninstall()
    await app.nextDone()
    expect((await postInstall({ 'auth[access_token]': 'nonsense' })).status).toBe(403)
    await app.nextDone()
    expect(await isKnown('forged')).toBe(false)
  })

  it('does not choose the portal that is asked', async () => {
    const called: string[] = []
    const somebody = await startServer((request, response) => {
      called.push(request.url ?? '')
      response.end('{"result":{"CODE":"x","ADMIN":true}}')
    })
    const endpoint = `${somebody.origin}/rest/`
    const fields = {
      'auth[access_token]': 'x',
      'auth[client_endpoint]': endpoint,
      'auth[server_endpoint]': endpoint,
    }
    expect((await postInstall(fields)).status).toBe(403)
    await app.nextDone()
    expect(called).toEqual([])
    await somebody.close()
  })

  it('is refused where the portal can’t be asked', async () => {
    await app.running.close()
    const { status, text } = await postInstall({ 'auth[access_token]': 'x' })
    expect({ status, text }).toEqual({ status: 403, text: expect.stringMatching(/could not be asked/) })
  })
})
