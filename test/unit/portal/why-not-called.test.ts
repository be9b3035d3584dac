import { describe, expect, it } from 'vitest'
import { ANNA, BORIS, CLARA, createTestPortal, type TestPortal } from '../../support/test-portal.js'

interface Obstacle {
  readonly name: string
  /** What the log says, as far as a person needs it. */
  readonly reason: RegExp
  put(testPortal: TestPortal): void
}

const OBSTACLES: readonly Obstacle[] = [
  {
    name: 'he is inactive',
    reason: /2.*inactive/,
    put: ({ portal }) => portal.updateUser(BORIS, { active: false }),
  },
  {
    name: 'the app is not open to him',
    reason: /not open.*2/,
    put: ({ portal }) => portal.updateUser(BORIS, { access: false }),
  },
  {
    name: 'he has no rights in the scope',
    reason: /2.*crm/,
    put: ({ portal }) => portal.updateUser(BORIS, { scopes: ['task'] }),
  },
]

describe.each(OBSTACLES)('a handler is not called where $name', ({ reason: pattern, put }) => {
  const reason = expect.stringMatching(pattern)

  it('and its authorisation is the one that counts, whether he acts or the handler names him', async () => {
    for (const happening of [
      { authType: 0, by: BORIS },
      { authType: BORIS, by: ANNA },
    ]) {
      const testPortal = createTestPortal()
      const { portal, received, bind } = testPortal
      await bind('OnCrmDealAdd', { authType: happening.authType })
      put(testPortal)
      portal.raise('OnCrmDealAdd', { by: happening.by })
      await portal.settled()
      expect(received).toEqual([])
      expect(portal.deliveries()).toMatchObject([{ state: 'skipped', reason }])
    }
  })

  it('but it is where he acts and the handler names another', async () => {
    const testPortal = createTestPortal()
    const { portal, received, bind } = testPortal
    await bind('OnCrmDealAdd', { authType: CLARA })
    put(testPortal)
    portal.raise('OnCrmDealAdd', { by: BORIS })
    await portal.settled()
    expect(received).toHaveLength(1)
  })

  it('and that is decided when the delivery leaves the queue, not when the event is raised', async () => {
    const testPortal = createTestPortal({ baseDelay: 1000 })
    const { portal, clock, received, bind } = testPortal
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: BORIS })
    await clock.advance(999)
    expect(portal.deliveries()).toMatchObject([{ state: 'queued' }])
    put(testPortal)
    await clock.advance(1)
    expect(portal.deliveries()).toMatchObject([{ state: 'skipped', reason }])
    portal.updateUser(BORIS, { active: true, access: true, scopes: undefined })
    portal.raise('OnCrmDealAdd', { by: BORIS })
    await clock.advance(1000)
    expect(received).toHaveLength(1)
  })
})

it('a handler is called for a user whose own scopes have the one of the event, and for basic events always', async () => {
  const { portal, received, bind } = createTestPortal()
  portal.updateUser(BORIS, { scopes: ['crm'] })
  await bind('OnCrmDealAdd')
  await bind('OnTaskAdd')
  await bind('OnAppUpdate')
  for (const event of ['OnCrmDealAdd', 'OnTaskAdd', 'OnAppUpdate']) portal.raise(event, { by: BORIS })
  await portal.settled()
  expect(portal.deliveries()).toMatchObject([
    { state: 'answered' },
    { state: 'skipped', reason: expect.stringMatching(/2.*task/) },
    { state: 'answered' },
  ])
  expect(received).toHaveLength(2)
})

it('no handler is called before the installation is finished', async () => {
  const { portal, app, received, bind } = createTestPortal({ app: { installed: false } })
  await bind('OnCrmDealAdd')
  portal.raise('OnCrmDealAdd', { by: ANNA })
  await portal.settled()
  expect(portal.deliveries()).toMatchObject([{ state: 'skipped', reason: 'installation not finished' }])
  app.finishInstall()
  portal.raise('OnCrmDealAdd', { by: ANNA })
  await portal.settled()
  expect(received).toHaveLength(1)
})

it('no handler is called that was removed while the delivery waited', async () => {
  const { portal, app, received, bind } = createTestPortal()
  const { event, url } = await bind('OnCrmDealAdd')
  await bind('OnCrmDealAdd', { authType: CLARA })
  portal.raise('OnCrmDealAdd', { by: ANNA })
  void portal.call(app.tokenFor(ANNA), 'event.unbind', { event, handler: url, auth_type: 0 })
  await portal.settled()
  expect(portal.deliveries()).toMatchObject([
    { state: 'skipped', reason: 'handler removed' },
    { state: 'answered' },
  ])
  expect(received).toHaveLength(1)
})

it('what was skipped is sent nowhere and shows no request', async () => {
  const { portal, bind } = createTestPortal()
  await bind('OnCrmDealAdd')
  portal.updateUser(BORIS, { active: false })
  portal.raise('OnCrmDealAdd', { by: BORIS })
  await portal.settled()
  const [delivery] = portal.deliveries()
  expect(delivery).not.toHaveProperty('request')
  expect(delivery).not.toHaveProperty('sentAt')
})
