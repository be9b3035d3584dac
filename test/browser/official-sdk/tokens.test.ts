import { expect, it } from 'vitest'
import { systemClock } from '../../../src/portal/clock.js'
import { describeSdk } from './describe-sdk.js'

const HOUR = 3_600_000

/** Hours that the portal's time is ahead. */
let ahead = 0
const clock = { ...systemClock, now: () => systemClock.now() + ahead * HOUR }

describeSdk('a token', { clock }, (context) => {
  it('is renewed when the app asks for it', async () => {
    const [before, renewed, after] = await context.app.evaluate(async () => {
      const { auth } = window.b24
      return [auth.getAuthData(), await auth.refreshAuth(), auth.getAuthData()]
    })
    expect(renewed).toMatchObject({ access_token: expect.any(String), expires_in: 3600 })
    expect(renewed).toEqual(after)
    expect(Object(before).access_token).not.toBe(Object(renewed).access_token)
    expect(await context.call('profile')).toMatchObject({ NAME: 'Anna' })
  })

  it('that has expired in the middle is renewed, and the calls are answered then', async () => {
    ahead = 2
    const names = await context.app.evaluate(async () => {
      const { call } = window.b24.actions.v2
      const calls = Array.from({ length: 5 }, () =>
        call.make<{ NAME: string }>({ method: 'profile', params: {} }),
      )
      return (await Promise.all(calls)).map((result) => result.getData()?.result.NAME)
    })
    expect(names).toEqual(Array(5).fill('Anna'))
    const wire = context.sdk.page.getByRole('region', { name: 'Wire' }).locator('summary')
    await wire.filter({ hasText: '401' }).first().waitFor()
    // The question and the answer of the test before, and those of this one.
    expect((await context.sdk.wireOf('refreshAuth')).length).toBeGreaterThanOrEqual(4)
  })

  it('of a user who has lost his rights is refused, and not renewed', async () => {
    context.sdk.running.portal.updateUser(1, { active: false })
    expect(await context.call('profile')).toEqual({ code: 'NO_AUTH_FOUND', status: 401 })
  })
})

describeSdk('the limit of calls', { limits: { capacity: 3, perSecond: 2 } }, (context) => {
  it('is waited for, where others have used it up', async () => {
    const { portal, app } = context.sdk.running
    const token = app.tokenFor(1)
    let reply = await portal.call(token, 'profile')
    while (reply.status === 200) reply = await portal.call(token, 'profile')
    expect(reply).toMatchObject({ status: 503, answer: { error: 'QUERY_LIMIT_EXCEEDED' } })
    expect(await context.call('profile')).toMatchObject({ NAME: 'Anna' })
    const lines = context.sdk.page
      .getByRole('region', { name: 'Wire' })
      .locator('summary', { hasText: 'HTTP' })
    await lines.nth(1).waitFor()
    expect(await lines.allTextContents()).toEqual([
      expect.stringContaining('200'),
      expect.stringContaining('503'),
    ])
  })
})

describeSdk('an installation', { app: { installed: false } }, (context) => {
  it('is ended by the library, once, and the portal opens the app anew', async () => {
    expect(await context.app.evaluate(() => window.b24.isInstallMode)).toBe(true)
    context.app = await context.sdk.frameAfter(() =>
      context.app.evaluate(() => void window.b24.installFinish()),
    )
    expect(context.sdk.running.app.stage).toBe('installed')
    expect(await context.app.evaluate(() => window.b24.isInstallMode)).toBe(false)
    const again = context.app.evaluate(() => window.b24.installFinish().then(String, ({ code }) => code))
    expect(await again).toBe('JSSDK_FRAME_INSTALL_ALREADY_FINISHED')
  })
})
