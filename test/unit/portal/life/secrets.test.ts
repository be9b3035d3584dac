import type { PortalChange } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../../support/form.js'
import { openTestApp } from '../../../support/test-app.js'
import { ANNA, BORIS } from '../../../support/test-portal.js'

/** Goes through the whole life of an app, with failures of all kinds, and gathers what was told and what must stay secret. */
async function goThroughLife() {
  const opened = openTestApp({ portal: { app: { installed: false } } })
  const { portal, app, frame, received, bind, BX24, diagnostics } = opened
  const changes: PortalChange[] = []
  portal.subscribe((change) => void changes.push(structuredClone(change)))
  const errors: unknown[] = []
  const secrets = new Set<string>()
  const keep = (...texts: (string | undefined)[]) => {
    for (const text of texts) if (text) secrets.add(text)
  }
  const attempt = async (run: () => unknown) => {
    try {
      errors.push(await run())
    } catch (error) {
      errors.push(String(error))
    }
  }

  await BX24.init()
  const auth = BX24.getAuth() || undefined
  keep(auth?.access_token, auth?.refresh_token, app.clientSecret, app.applicationToken)
  for (const event of ['OnAppInstall', 'OnCrmDealAdd', 'OnAppUpdate', 'OnAppUninstall']) await bind(event)
  const webhook = portal.webhookFor(ANNA)
  keep(webhook.key)
  app.finishInstall()
  portal.raise('OnCrmDealAdd', { by: BORIS })
  await portal.forge(1)
  await portal.settled()
  app.update('2.0.0')
  await bind('OnAppUninstall')
  const token = app.tokenFor(BORIS)
  keep(token)
  frame.window.parent.postMessage(`${frame.window.name}:${token}:wrong`, portal.origin)
  frame.window.parent.postMessage(
    `nothing:{"auth":"${token}"}:1:${frame.window.name.split('|')[2]}`,
    portal.origin,
  )
  const params = { client_id: app.id, client_secret: app.clientSecret, refresh_token: auth?.refresh_token }
  await attempt(() => portal.renewTokens({ ...params, grant_type: 'password' }))
  await attempt(() => portal.renewTokens({ ...params, grant_type: 'refresh_token', client_secret: token }))
  app.uninstall({ by: BORIS })
  await attempt(() => portal.call(token, 'profile'))
  await attempt(() => portal.call({ userId: BORIS, key: webhook.key }, 'profile'))
  await attempt(() => app.update('3.0.0'))
  await attempt(() => app.hostFor(ANNA).refreshAuth())
  await attempt(() => app.hostFor(ANNA).finishInstall())
  await portal.settled()
  for (const request of received) {
    const { access_token, refresh_token, application_token } = readDelivery(request).auth
    keep(access_token, refresh_token, application_token)
  }
  app.install()
  keep(app.applicationToken)
  return { ...opened, changes, errors, diagnostics, secrets: [...secrets] }
}

const tellsOne = (told: unknown, secrets: readonly string[]) => {
  const text = JSON.stringify(told)
  return secrets.some((secret) => text.includes(secret))
}

describe('tokens and secrets', () => {
  it('are told to no subscriber but in the requests of deliveries', async () => {
    const { changes, secrets } = await goThroughLife()
    expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['app', 'delivery', 'handlers']))
    const withoutRequests = changes.map((change) =>
      change.type === 'delivery'
        ? { ...change, delivery: { ...change.delivery, request: undefined } }
        : change,
    )
    expect(secrets.length).toBeGreaterThan(10)
    expect(tellsOne(withoutRequests, secrets)).toBe(false)
    expect(tellsOne(changes, secrets)).toBe(true)
  })

  it('stand in no diagnostic and in no error', async () => {
    const { diagnostics, errors, secrets, wire } = await goThroughLife()
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['wrong sid', 'unknown command'])
    expect(errors).toHaveLength(7)
    expect(tellsOne([diagnostics, errors], secrets)).toBe(false)
    expect(tellsOne(wire, secrets)).toBe(true)
  })

  it('stand in no list of handlers or users, but in a snapshot, which says so', async () => {
    const { portal, secrets } = await goThroughLife()
    expect(tellsOne([portal.handlers(), portal.users()], secrets)).toBe(false)
    const snapshot = portal.snapshot()
    expect(tellsOne(snapshot, secrets)).toBe(true)
    expect(snapshot.warning).toMatch(/tokens and secrets/)
  })

  it('are none of them the same, nor like one another', async () => {
    const { secrets } = await goThroughLife()
    const others = (await goThroughLife()).secrets
    expect(new Set([...secrets, ...others]).size).toBe(secrets.length + others.length)
    for (const secret of secrets) expect(secret).toMatch(/^[\da-f]{32}$/)
  })
})
