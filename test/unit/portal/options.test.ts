import { createPortal, type PortalOptions, type UserPatch } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { nested } from '../../support/nested.js'
import {
  ANNA,
  BORIS,
  createTestPortal,
  HANDLER_URL,
  PORTAL_ORIGIN,
  USERS,
} from '../../support/test-portal.js'

const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic

describe("a portal's options", () => {
  it.each<[string, unknown, unknown]>([
    ['maxParallel', 0, 1],
    ['maxParallel', 1.5, Number.POSITIVE_INFINITY],
    ['baseDelay', Number.NaN, 0],
    ['baseDelay', '5', 5],
    ['deliveryTimeout', -1, 1],
    ['deliveryTimeout', 2 ** 31, 2 ** 31 - 1],
    ['tokenLifetime', 0, 1],
    ['tokenLifetime', Number.NaN, 3_600_000],
    ['slowAfter', -1, 0],
    ['limits', { capacity: 'x' }, { capacity: 1 }],
    ['limits', { perSecond: -1 }, { perSecond: 0 }],
    ['limits', true, false],
    ['language', 5, 'de'],
    ['rules', 'strict', 'current'],
    ['deliver', 'fetch', async () => ({ status: 200 })],
    ['users', [], [{ id: 7, name: 'Dora' }]],
    ['users', [{ id: 0, name: 'Dora' }], [{ id: 1, name: 'Dora' }]],
    ['users', [{ id: '1', name: 'Dora' }], [{ id: 2, name: 'Dora', scopes: undefined }]],
    [
      'users',
      [
        { id: 1, name: 'Dora' },
        { id: 1, name: 'Emil' },
      ],
      [
        { id: 1, name: 'Dora' },
        { id: 2, name: 'Emil' },
      ],
    ],
  ])('are checked: a TypeError names %s where it is %j, and %j is taken', (option, bad, good) => {
    const make = (value: unknown) =>
      createPortal({ origin: PORTAL_ORIGIN, [option]: value } as unknown as PortalOptions)
    expect(() => make(bad)).toThrow(TypeError)
    expect(() => make(bad)).toThrow(option)
    expect(make(good).origin).toBe(PORTAL_ORIGIN)
  })

  it.each<[string, unknown, unknown]>([
    ['rules', 'strict', 'documented'],
    ['users', [], USERS],
    ['language', 5, 'de'],
  ])('are checked beside a snapshot too, which wins over %s', (option, bad, good) => {
    const snapshot = createTestPortal({ rules: 'current' }).portal.snapshot()
    const make = (value: unknown) =>
      createPortal({ origin: PORTAL_ORIGIN, snapshot, [option]: value } as unknown as PortalOptions)
    expect(() => make(bad)).toThrow(new RegExp(`^createPortal.${option}: expected`))
    expect(make(good)).toMatchObject({ rules: 'current', language: 'en' })
  })
})

describe('options that there are not', () => {
  const origin = PORTAL_ORIGIN
  const app = { title: 'App', url: HANDLER_URL }
  const { portal } = createTestPortal()
  const create = (options?: unknown) => createPortal(options as PortalOptions)
  const add = (options?: unknown) => portal.addApp(options as never)

  it.each([
    [
      () => create({ origin, rule: 'current' }),
      'createPortal.rule: there is no such option. Did you mean rules?',
    ],
    [() => create({ origin, port: 5174 }), 'createPortal.port: there is no such option.'],
    [
      () => create({ origin, limits: { capcity: 1 } }),
      'createPortal.limits.capcity: there is no such option. Did you mean capacity?',
    ],
    [
      () => create({ origin, users: [{ id: 1, name: 'Anna', admn: true }] }),
      'users.0.admn: there is no such option. Did you mean admin?',
    ],
    [() => add({ ...app, scope: ['crm'] }), 'app.scope: there is no such option. Did you mean scopes?'],
    [
      () => create(),
      "createPortal: expected options such as { origin: 'http://localhost:5174' }, not undefined",
    ],
    [() => create({}), "createPortal.origin: it is needed, as in { origin: 'http://localhost:5174' }"],
    [() => create({ origin, language: 5 }), 'createPortal.language: expected string, not 5'],
    [() => create({ origin, limits: true }), 'createPortal.limits: expected options such as { capacity: 50,'],
    [
      () => add(),
      "app: expected options such as { title: 'My app', url: 'http://127.0.0.1:3000/' }, not undefined",
    ],
    [() => add({ title: 'App' }), 'app.url: it is needed, as in { title:'],
  ])('are refused, and what is needed is said: %s', (use, says) => {
    expect(use).toThrow(TypeError)
    expect(use).toThrow(says)
    expect(portal.apps()).toHaveLength(1)
  })
})

describe("an app's options", () => {
  it.each<[string, unknown, unknown]>([
    ['title', undefined, 'Title'],
    ['scopes', 'crm', ['crm']],
    ['scopes', [5], []],
    ['version', 2, '2'],
    ['installed', 'no', false],
    ['clientId', '', 'local.mine'],
    ['placementOptions', cyclic, { ID: 1 }],
  ])('are checked: a TypeError names %s where it is %j', (option, bad, good) => {
    const { portal } = createTestPortal()
    const add = (value: unknown) =>
      portal.addApp({ title: 'App', url: HANDLER_URL, ...{ [option]: value as never } })
    expect(() => add(bad)).toThrow(TypeError)
    expect(() => add(bad)).toThrow(option)
    expect(portal.apps()).toHaveLength(1)
    expect(add(good).url).toBe(HANDLER_URL)
  })

  it('are copied: who goes on with his list of scopes does not widen what the app may do', async () => {
    const scopes = ['task']
    const { portal, app } = createTestPortal({ app: { scopes } })
    const update = ['user']
    scopes.push('crm')
    expect(app.scopes).toEqual(['task'])
    app.update('2.0.0', { scopes: update })
    update.push('crm')
    expect(app.scopes).toEqual(['user'])
    const asked: string[] = []
    const webhook = portal.webhookFor(ANNA, asked)
    asked.push('crm')
    expect((await portal.call(webhook, 'app.info')).answer.result).toEqual({ SCOPE: [] })
  })

  it.each([
    ['a version that is none', undefined, {}],
    ['a version without a name', '', {}],
    ['scopes that are none', '2.0.0', { scopes: 5 }],
  ])('%s is no update, and nothing has changed', (_what, version, options) => {
    const { app } = createTestPortal()
    expect(() => app.update(version as never, options as never)).toThrow(TypeError)
    expect(app).toMatchObject({ version: '1.0.0', stage: 'installed', scopes: ['crm', 'task'] })
    app.update('2.0.0', { scopes: ['crm'] })
    expect(app).toMatchObject({ version: '2.0.0', stage: 'installing', scopes: ['crm'] })
  })
})

describe('changing a user', () => {
  it.each<[string, unknown]>([
    ['scopes', 5],
    ['scopes', 'crm'],
    ['name', 7],
    ['active', 'no'],
    ['admin', 1],
  ])('throws a TypeError for %s: %j, and changes nothing', async (key, value) => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    const before = portal.users()
    expect(() => portal.updateUser(BORIS, { [key]: value } as UserPatch)).toThrow(TypeError)
    expect(portal.users()).toEqual(before)
    portal.raise('OnCrmDealAdd', { by: BORIS })
    await portal.settled()
    expect(portal.deliveries()).toMatchObject([{ state: 'answered' }])
  })

  it('leaves out what is undefined, but for the scopes, which are all then', () => {
    const { portal } = createTestPortal()
    portal.updateUser(BORIS, { scopes: ['task'] })
    const patch = { name: undefined, active: undefined } as unknown as UserPatch
    expect(portal.updateUser(BORIS, patch)).toMatchObject({ name: 'Boris', active: true, scopes: ['task'] })
    expect(portal.updateUser(BORIS, { scopes: undefined })).not.toHaveProperty('scopes')
  })
})

describe("an event's data", () => {
  it.each<[string, unknown]>([
    ['a cycle', cyclic],
    ['a BigInt', { ID: 7n }],
  ])('throws a TypeError where it is %s, and queues nothing', async (_what, data) => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    expect(() => portal.raise('OnCrmDealAdd', { data })).toThrow(TypeError)
    expect(() => portal.raise('OnCrmDealAdd', { data })).toThrow('data: expected what JSON can carry')
    expect(portal.deliveries()).toEqual([])
    expect(portal.raise('OnCrmDealAdd', { data: { ID: 7 } })).toHaveLength(1)
  })

  it.each([66, 4100, 100_000])(
    'is refused where it is %i levels deep, and nothing is queued',
    async (levels) => {
      const { portal, bind } = createTestPortal()
      await bind('OnCrmDealAdd')
      const raise = () => portal.raise('OnCrmDealAdd', { data: nested(levels) })
      expect(raise).toThrow(new TypeError('data: expected no more than 65 levels, one in the other'))
      expect(portal.deliveries()).toEqual([])
      expect(portal.raise('OnCrmDealAdd', { data: nested(65) })).toHaveLength(1)
      expect(portal.snapshot().deliveries.all).toHaveLength(1)
    },
  )
})
