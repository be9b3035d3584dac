import type { LifeStepOptions, PortalApp } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { ANNA, BORIS, CLARA, createTestPortal } from '../../../support/test-portal.js'

interface Step {
  readonly name: string
  readonly event: string
  readonly installed: boolean
  take(app: PortalApp, options?: LifeStepOptions): void
}

const STEPS: readonly Step[] = [
  {
    ...{ name: 'finishInstall', event: 'OnAppInstall', installed: false },
    take: (app, options) => app.finishInstall(options),
  },
  {
    ...{ name: 'update', event: 'OnAppUpdate', installed: true },
    take: (app, options) => app.update('2.0.0', options),
  },
  {
    ...{ name: 'uninstall', event: 'OnAppUninstall', installed: true },
    take: (app, options) => app.uninstall(options),
  },
]

describe.each(STEPS)('who acts in $name', ({ event, installed, take }) => {
  async function open() {
    const testPortal = createTestPortal({ app: { installed } })
    await testPortal.bind(event)
    return testPortal
  }

  it('is the first active administrator, unless somebody is named', async () => {
    const { portal, app } = await open()
    portal.updateUser(ANNA, { active: false })
    take(app)
    expect(portal.deliveries()).toMatchObject([{ event: event.toUpperCase(), by: CLARA }])
  })

  it.each([ANNA, BORIS, CLARA])('is user %i where he is named', async (by) => {
    const { portal, app } = await open()
    take(app, { by })
    expect(portal.deliveries()).toMatchObject([{ by }])
  })

  it('must be a user of the portal: else nothing happens', async () => {
    const { portal, app } = await open()
    const { stage } = app
    expect(() => take(app, { by: 99 })).toThrow(RangeError)
    expect(() => take(app, { by: 99 })).toThrow('no user 99')
    expect(app.stage).toBe(stage)
    expect(portal.deliveries()).toEqual([])
    expect(portal.handlers()).toHaveLength(1)
    take(app, { by: BORIS })
    expect(app.stage).not.toBe(stage)
  })

  it('must be named where the portal has no active administrator: else nothing happens', async () => {
    const { portal, app } = await open()
    const { stage } = app
    for (const id of [ANNA, CLARA]) portal.updateUser(id, { active: false })
    expect(() => take(app)).toThrow('no active administrator')
    expect(app.stage).toBe(stage)
    expect(portal.deliveries()).toEqual([])
    take(app, { by: BORIS })
    expect(portal.deliveries()).toMatchObject([{ by: BORIS }])
  })
})

it('who ends an installation from a frame is the user who has it open', async () => {
  const { portal, app, bind } = createTestPortal({ app: { installed: false } })
  await bind('OnAppInstall')
  await app.hostFor(BORIS).finishInstall()
  expect(portal.deliveries()).toMatchObject([{ event: 'ONAPPINSTALL', by: BORIS }])
})

it('the calls of a frame and of a delivery act as their users too: event.test says whose they are', async () => {
  const { portal, app, bind } = createTestPortal()
  await bind('OnAppTest')
  await app.hostFor(BORIS).call('event.test', {})
  await portal.call(app.tokenFor(CLARA), 'event.test')
  expect(portal.deliveries()).toMatchObject([{ by: BORIS }, { by: CLARA }])
})
