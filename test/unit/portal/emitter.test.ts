import { describe, expect, it } from 'vitest'
import type { PortalChange } from '../../../src/portal/changes.js'
import { createEmitter } from '../../../src/portal/emitter.js'
import { collectProcessErrors } from '../../support/process-errors.js'
import { ANNA, createTestPortal } from '../../support/test-portal.js'

const change: PortalChange = { type: 'handlers' }

describe('those who listen for changes', () => {
  it('are told all, in the order of coming', () => {
    const changes = createEmitter<PortalChange>()
    const heard: string[] = []
    changes.subscribe(({ type }) => heard.push(`first ${type}`))
    changes.subscribe(({ type }) => heard.push(`second ${type}`))
    changes.tell(change)
    changes.tell({ type: 'load', load: 1 })
    expect(heard).toEqual(['first handlers', 'second handlers', 'first load', 'second load'])
  })

  it('are all told, though one throws, which reaches the error handling of the process', async () => {
    const changes = createEmitter<PortalChange>()
    const heard: string[] = []
    const thrown = new Error('thrown by a listener')
    changes.subscribe(() => {
      throw thrown
    })
    changes.subscribe(({ type }) => heard.push(type))
    const errors = await collectProcessErrors(() => changes.tell(change))
    expect(errors).toEqual({ uncaught: [thrown], unhandledRejections: [] })
    expect(heard).toEqual(['handlers'])
  })

  it('are told no more after the undo, which may be done twice', () => {
    const changes = createEmitter<PortalChange>()
    const heard: string[] = []
    const listen = ({ type }: PortalChange) => void heard.push(type)
    const undoFirst = changes.subscribe(listen)
    const undoSecond = changes.subscribe(listen)
    changes.tell(change)
    expect(heard).toHaveLength(2)
    undoFirst()
    undoFirst()
    changes.tell(change)
    expect(heard).toHaveLength(3)
    undoSecond()
    changes.tell(change)
    expect(heard).toHaveLength(3)
  })

  it('may come and go while they are being told: each change goes to those who were there', () => {
    const changes = createEmitter<PortalChange>()
    const heard: string[] = []
    const undo = changes.subscribe(() => {
      heard.push('leaving')
      undo()
      changes.subscribe(() => heard.push('new'))
    })
    changes.subscribe(() => heard.push('staying'))
    changes.tell(change)
    expect(heard).toEqual(['leaving', 'staying'])
    changes.tell(change)
    expect(heard).toEqual(['leaving', 'staying', 'staying', 'new'])
  })
})

it('a portal tells of handlers, deliveries, users, apps and the load', async () => {
  const { portal, app, bind } = createTestPortal()
  const types: string[] = []
  portal.subscribe(({ type }) => types.push(type))
  const { event, url } = await bind('OnCrmDealAdd')
  expect(types.splice(0)).toEqual(['handlers'])
  portal.raise('OnCrmDealAdd', { by: ANNA })
  await portal.settled()
  expect(types.splice(0)).toEqual(['delivery', 'delivery', 'delivery'])
  portal.setLoad(2)
  portal.updateUser(ANNA, { name: 'Ann' })
  portal.addApp({ title: 'Another one', url: 'https://other.example/' })
  expect(types.splice(0)).toEqual(['load', 'user', 'app'])
  const unbind = () => portal.call(app.tokenFor(ANNA), 'event.unbind', { event, handler: url })
  await unbind()
  await unbind()
  expect(types.splice(0)).toEqual(['handlers'])
  await bind('OnCrmDealAdd')
  app.uninstall()
  expect(types.splice(0)).toEqual(['handlers', 'handlers', 'app'])
  app.install()
  app.finishInstall()
  app.update('2.0.0')
  expect(types).toEqual(['app', 'app', 'app'])
})
