import { createPortal, type PortalSnapshot } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { ANNA, BORIS, createTestPortal, PORTAL_ORIGIN } from '../../support/test-portal.js'

/** As it is once it has been in a file. */
const asFile = (snapshot: PortalSnapshot): PortalSnapshot => JSON.parse(JSON.stringify(snapshot))

const restore = (snapshot: unknown) => createPortal({ origin: PORTAL_ORIGIN, baseDelay: 0, snapshot })

/** A snapshot with something of everything. */
async function takeSnapshot() {
  const testPortal = createTestPortal()
  const { portal, app, bind } = testPortal
  await bind('OnCrmDealAdd', { authType: BORIS })
  await bind('OnAppUninstall')
  portal.raise('OnCrmDealAdd', { by: ANNA, data: undefined })
  await portal.settled()
  portal.replay(1)
  portal.webhookFor(ANNA, ['crm'])
  portal.updateUser(BORIS, { name: undefined as never, scopes: ['crm'] })
  await app.hostFor(ANNA).refreshAuth()
  await portal.settled()
  return { ...testPortal, snapshot: asFile(portal.snapshot()) }
}

describe('a snapshot', () => {
  it('is read back after it has been a file, as it was', async () => {
    const { portal, snapshot } = await takeSnapshot()
    const restored = restore(snapshot)
    expect(restored.deliveries()).toEqual(portal.deliveries())
    expect(restored.handlers()).toEqual(portal.handlers())
    expect(restored.users()).toEqual(portal.users())
    expect(asFile(restored.snapshot())).toEqual(snapshot)
  })

  it('has the tokens and webhooks of a portal work in the next one', async () => {
    const { app, portal } = createTestPortal()
    const token = app.tokenFor(BORIS)
    const webhook = portal.webhookFor(ANNA, ['crm'])
    const clock = { now: () => Date.UTC(2026, 0, 1, 12), setTimeout, clearTimeout: () => undefined }
    const restored = createPortal({ origin: PORTAL_ORIGIN, clock, snapshot: asFile(portal.snapshot()) })
    expect((await restored.call(token, 'profile')).answer.result).toMatchObject({ NAME: 'Boris' })
    expect((await restored.call(webhook, 'profile')).answer.result).toMatchObject({ NAME: 'Anna' })
  })

  it('gives no number of a handler twice', async () => {
    const { app, snapshot } = await takeSnapshot()
    const restored = restore({ ...snapshot, tokens: { access: [], refresh: [] } })
    const [restoredApp] = restored.apps()
    const params = { event: 'OnTaskAdd', handler: 'https://app.example.com/' }
    await restored.call(restoredApp?.tokenFor(ANNA) ?? '', 'event.bind', params)
    expect(restored.handlers().map(({ id }) => id)).toEqual([1, 2, 3])
    expect(restoredApp?.id).toBe(app.id)
  })
})

/** What is written over a good snapshot, by the path to it. */
type Damage = [path: string, value: unknown, says: string]

function damage(snapshot: PortalSnapshot, path: string, value: unknown): unknown {
  const damaged = asFile(snapshot)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let part: Record<string, unknown> = { ...damaged }
  const whole = part
  for (const key of keys) part = part[key] as Record<string, unknown>
  part[last] = typeof value === 'function' ? value(part[last]) : value
  return whole
}

const twice = (values: unknown[]) => [...values, values[0]]

describe('what is no snapshot', () => {
  it.each<Damage>([
    ['version', 2, 'version'],
    ['load', -1, 'load'],
    ['users', [], 'at least one user'],
    ['users', twice, 'users.3'],
    ['users.0.id', 0, 'users.0.id'],
    ['apps', twice, 'apps.1'],
    ['apps.0.url', 'javascript:alert(1)', 'apps.0.url'],
    ['handlers.lastId', 0, 'lastId'],
    ['handlers.all', twice, 'handlers.all.2'],
    ['handlers.all.0.event', 'ONNOTHING', 'ONNOTHING'],
    ['handlers.all.0.event', 'OnCrmDealAdd', 'OnCrmDealAdd'],
    ['handlers.all.0.appId', 'none', 'none'],
    ['handlers.all.0.authType', 99, 'user 99'],
    ['handlers.all.1', (_: unknown) => undefined, 'handlers.all.1'],
    ['deliveries.all.0.event', 'ONNOTHING', 'ONNOTHING'],
    ['deliveries.all.0.id', 2, 'deliveries.all.0'],
    ['deliveries.all.0.handlerId', 9, 'handler 9'],
    ['deliveries.all.0.by', 99, 'user 99'],
    ['deliveries.all.1.replayOf', 2, 'deliveries.all.1'],
    ['tokens.access', twice, 'tokens.access'],
    ['tokens.access.0.userId', 99, 'user 99'],
    ['tokens.access.0.appId', 'none', 'none'],
    ['webhooks.0.userId', 99, 'user 99'],
    ['tokens.access.0.expiresAt', '1', 'tokens.access.0.expiresAt'],
  ])('throws a TypeError that says where: %s', async (path, value, says) => {
    const { snapshot } = await takeSnapshot()
    const bad = damage(snapshot, path, value)
    expect(() => restore(bad)).toThrow(TypeError)
    expect(() => restore(bad)).toThrow(says)
    expect(() => restore(bad)).toThrow('snapshot')
    expect(restore(snapshot).apps()).toHaveLength(1)
  })

  it('tells no token where one is there twice', async () => {
    const { snapshot } = await takeSnapshot()
    const [token] = snapshot.tokens.access
    const bad = damage(snapshot, 'tokens.access', twice)
    expect(() => restore(bad)).not.toThrow(token?.accessToken)
    expect(() => restore(bad)).toThrow('tokens.access')
  })
})
