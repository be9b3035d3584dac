import { EVENT_CATALOG } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { ANNA, BORIS, createTestPortal } from '../../../support/test-portal.js'

function open() {
  const testPortal = createTestPortal()
  const { portal, app } = testPortal
  return {
    ...testPortal,
    ask: async (method: string, params = {}) =>
      (await portal.call(app.tokenFor(BORIS), method, params)).answer.result,
  }
}

describe('scope', () => {
  it('lists the scopes of the app, as they are now', async () => {
    const { ask, app } = open()
    expect(await ask('scope')).toEqual(['crm', 'task'])
    app.update('2.0.0', { scopes: ['user'] })
    expect(await ask('scope')).toEqual(['user'])
  })

  it('lists the scopes of a webhook', async () => {
    const { portal } = open()
    const { answer } = await portal.call(portal.webhookFor(ANNA, ['crm']), 'scope')
    expect(answer.result).toEqual(['crm'])
  })

  it.each([1, '1', 'Y', true])('lists all that the portal has where full is %j', async (full) => {
    const { ask } = open()
    const all = new Set([...EVENT_CATALOG.values()].map(({ scope }) => scope))
    all.delete('basic')
    expect(await ask('scope', { full })).toEqual([...all])
    expect(await ask('scope', { FULL: 0 })).toEqual(['crm', 'task'])
  })

  it('gives its list away: what is done to it changes no portal', async () => {
    const { ask } = open()
    for (const params of [{ full: 1 }, {}]) {
      const list = (await ask('scope', params)) as string[]
      const kept = [...list]
      list.length = 0
      expect(await ask('scope', params)).toEqual(kept)
    }
  })
})

describe('methods', () => {
  it('lists what can be called, and no more', async () => {
    const { ask, portal, app } = open()
    const methods = (await ask('methods')) as string[]
    expect([...methods].sort()).toEqual([
      ...['app.info', 'app.option.get', 'app.option.set', 'batch'],
      ...['event.bind', 'event.get', 'event.test', 'event.unbind', 'events', 'events.get'],
      ...['methods', 'profile', 'scope', 'server.time'],
      ...['user.admin', 'user.current', 'user.get', 'user.option.get', 'user.option.set'],
    ])
    for (const method of methods) {
      expect((await portal.call(app.tokenFor(ANNA), method)).status, method).not.toBe(404)
    }
    expect(await portal.call(app.tokenFor(ANNA), 'crm.deal.list')).toMatchObject({ status: 404 })
  })

  it.each(['toString', '__proto__', 'constructor', ''])('has none of the name %j', async (method) => {
    const { portal, app } = open()
    expect(await portal.call(app.tokenFor(ANNA), method)).toMatchObject({
      ...{ status: 404, answer: { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' } },
    })
  })
})

describe('server.time', () => {
  it('is the time that the portal lives by', async () => {
    const { ask, clock } = open()
    expect(await ask('server.time')).toBe('2026-01-01T12:00:00.000Z')
    await clock.advance(90_061_001)
    expect(await ask('server.time')).toBe('2026-01-02T13:01:01.001Z')
  })

  it('is what every answer carries too', async () => {
    const { portal, app } = open()
    const moment = Date.UTC(2026, 0, 1, 12) / 1000
    for (const method of ['profile', 'no.method']) {
      const { answer } = await portal.call(app.tokenFor(ANNA), method)
      expect(answer.time).toEqual({
        ...{ start: moment, finish: moment, duration: 0, processing: 0 },
        ...{ date_start: '2026-01-01T12:00:00.000Z', date_finish: '2026-01-01T12:00:00.000Z' },
      })
    }
  })
})
