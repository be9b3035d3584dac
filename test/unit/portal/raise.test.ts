import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import { ANNA, APP_ORIGIN, addTestApp, BORIS, createTestPortal } from '../../support/test-portal.js'

describe('raising an event', () => {
  it('answers with the deliveries that it causes', async () => {
    const { portal, clock, bind } = createTestPortal({ baseDelay: 1000 })
    const handler = await bind('OnCrmDealAdd', { authType: BORIS })
    const data = { FIELDS: { ID: '7' } }
    const [delivery, ...others] = portal.raise('onCrmDealAdd', { by: ANNA, data })
    expect(others).toEqual([])
    expect(delivery).toMatchObject({
      ...{ id: 1, handlerId: handler.id, appId: handler.appId, event: 'ONCRMDEALADD', url: handler.url },
      ...{ authType: BORIS, by: ANNA, data, forged: false, state: 'queued' },
      ...{ raisedAt: clock.now(), leavesAt: clock.now() + 1000 },
    })
    expect(portal.deliveries()).toEqual([delivery])
  })

  it('causes none where nobody has bound it', async () => {
    const { portal, received, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    expect(portal.raise('OnCrmDealDelete', { by: ANNA })).toEqual([])
    await portal.settled()
    expect(received).toEqual([])
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    expect(received).toHaveLength(1)
  })

  it('reaches the handlers of all apps, or of the one that is named', async () => {
    const { portal, app, received, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    const other = addTestApp(portal, { url: 'https://other.example/' })
    const params = { event: 'OnCrmDealAdd', handler: 'https://other.example/handler/' }
    await portal.call(other.tokenFor(ANNA), 'event.bind', params)
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    const tokens = received.map((request) => readDelivery(request).auth.application_token)
    expect(tokens).toEqual([app.applicationToken, other.applicationToken])
    expect(app.applicationToken).not.toBe(other.applicationToken)
    expect(portal.raise('OnCrmDealAdd', { by: ANNA, app: other.id })).toMatchObject([{ appId: other.id }])
  })

  it.each([
    ['no such event', 'OnNothing', {}, 'OnNothing'],
    ['no such user', 'OnCrmDealAdd', { by: 99 }, '99'],
    ['no such app', 'OnCrmDealAdd', { app: 'none' }, 'none'],
  ])('throws a RangeError that says so, and queues nothing: %s', async (_name, event, options, text) => {
    const { portal, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    expect(() => portal.raise(event, options)).toThrow(RangeError)
    expect(() => portal.raise(event, options)).toThrow(text)
    expect(portal.deliveries()).toEqual([])
    expect(portal.raise('OnCrmDealAdd', { by: ANNA })).toHaveLength(1)
  })

  it('keeps what the event brought along, whatever becomes of that afterwards', async () => {
    const { portal, received, bind } = createTestPortal({ baseDelay: 0 })
    await bind('OnCrmDealAdd')
    const data = { FIELDS: { ID: '1' } }
    portal.raise('OnCrmDealAdd', { by: ANNA, data })
    data.FIELDS.ID = '2'
    portal.raise('OnCrmDealAdd', { by: ANNA, data })
    await portal.settled()
    expect(received.map((request) => readDelivery(request).data)).toEqual([
      { FIELDS: { ID: '1' } },
      { FIELDS: { ID: '2' } },
    ])
  })

  it('brings along nothing where it is told so, and the sample where it is told nothing', async () => {
    const { portal, received, bind } = createTestPortal()
    await bind('OnCrmDealAdd')
    portal.raise('OnCrmDealAdd', { by: ANNA, data: undefined })
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    const [nothing, sample] = received.map((request) => readDelivery(request).data)
    expect(nothing).toBe('')
    expect(sample).toMatchObject({ FIELDS: { ID: expect.any(String) } })
  })
})

describe('a forged delivery', () => {
  it('is what somebody could send who does not know the application token, and leaves at once', async () => {
    const { portal, app, received, bind } = createTestPortal({ baseDelay: 60_000 })
    const handler = await bind('OnCrmDealAdd', { authType: ANNA })
    const delivery = await portal.forge(handler.id)
    expect(delivery).toMatchObject({ forged: true, state: 'answered', status: 200, handlerId: handler.id })
    const { event, auth, data } = readDelivery(received[0] ?? { body: '' })
    expect(event).toBe('ONCRMDEALADD')
    expect(data).toMatchObject({ FIELDS: { ID: expect.any(String) } })
    expect(auth.application_token).toMatch(/^[\da-f]{32}$/)
    expect(auth.application_token).not.toBe(app.applicationToken)
    expect(auth).not.toHaveProperty('access_token')
    expect(app.applicationToken).toMatch(/^[\da-f]{32}$/)
    expect(portal.deliveries()).toEqual([delivery])
  })

  it('needs a handler', async () => {
    const { portal } = createTestPortal()
    await expect(portal.forge(1)).rejects.toThrow(RangeError)
  })

  it('tells what the handler answered', async () => {
    const { portal, bind } = createTestPortal({ deliver: async () => ({ status: 403 }) })
    const { id } = await bind('OnCrmDealAdd', { url: `${APP_ORIGIN}/careful/` })
    expect(await portal.forge(id)).toMatchObject({ state: 'answered', status: 403 })
    portal.raise('OnCrmDealAdd', { by: ANNA })
    await portal.settled()
    expect(portal.deliveries().map(({ forged }) => forged)).toEqual([true, false])
  })
})
