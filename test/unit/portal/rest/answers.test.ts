import { describe, expect, it } from 'vitest'
import { openTestApp } from '../../../support/test-app.js'
import { ANNA, createTestPortal } from '../../../support/test-portal.js'

const deals = [{ ID: '1', TITLE: 'First' }]

describe('an answer that is given for a method', () => {
  it('is what REST answers, whatever the case of the name, and to each caller anew', async () => {
    const { portal, app } = createTestPortal({ answers: { 'crm.Deal.list': deals } })
    for (const method of ['crm.deal.list', 'CRM.DEAL.LIST']) {
      const reply = await portal.call(app.tokenFor(ANNA), method)
      expect(reply).toMatchObject({ status: 200, answer: { result: deals, time: expect.any(Object) } })
      ;(reply.answer.result as unknown[]).length = 0
    }
    expect(await portal.call('nobody', 'crm.deal.list')).toMatchObject({ status: 401 })
    expect(await portal.call(app.tokenFor(ANNA), 'crm.deal.get')).toMatchObject({ status: 404 })
  })

  it('stands in a batch and among the methods', async () => {
    const { portal, app } = createTestPortal({ answers: { 'crm.deal.list': deals, 'user.access': null } })
    const cmd = { deals: 'crm.deal.list', access: 'user.access', none: 'crm.deal.get' }
    const { answer } = await portal.call(app.tokenFor(ANNA), 'batch', { cmd })
    expect(answer.result).toMatchObject({
      result: { deals, access: null },
      result_error: { none: { error: 'ERROR_METHOD_NOT_FOUND' } },
    })
    const { answer: listed } = await portal.call(app.tokenFor(ANNA), 'methods')
    expect(listed.result).toEqual(expect.arrayContaining(['crm.deal.list', 'user.access', 'event.bind']))
  })

  it('reaches an app in a frame', async () => {
    const { BX24 } = openTestApp({ portal: { answers: { 'crm.deal.list': deals } } })
    expect(await BX24.callMethod('crm.deal.list')).toEqual(deals)
  })

  it.each([
    { answers: { 'Event.Bind': true }, says: 'event.bind is a method that the portal has itself' },
    { answers: { methods: [] }, says: 'methods is a method that the portal has itself' },
    { answers: { ' ': 1 }, says: 'the name of a method' },
    { answers: { 'crm.deal.list': 7n }, says: 'answers.crm.deal.list: expected what JSON can carry' },
    { answers: [] as never, says: 'answers: expected results by the names of methods' },
  ])('is refused where it can not be one: $says', ({ answers, says }) => {
    expect(() => createTestPortal({ answers })).toThrow(TypeError)
    expect(() => createTestPortal({ answers })).toThrow(says)
  })
})

describe('a method that the portal does not have', () => {
  it('is told of, as it was sent, in a batch too; one that it has is not', async () => {
    const unknown: string[] = []
    const { portal, app } = createTestPortal({
      answers: { 'user.access': true },
      onUnknownMethod: (method) => unknown.push(method),
    })
    await portal.call(app.tokenFor(ANNA), 'crm.Deal.get')
    await portal.call(app.tokenFor(ANNA), 'batch', { cmd: ['crm.lead.list?a=1', 'user.access', 'profile'] })
    expect(unknown).toEqual(['crm.Deal.get', 'crm.lead.list'])
  })

  it('is told of nobody who has no token', async () => {
    const unknown: string[] = []
    const { portal } = createTestPortal({ onUnknownMethod: (method) => unknown.push(method) })
    expect(await portal.call('nobody', 'crm.deal.get')).toMatchObject({ status: 401 })
    expect(unknown).toEqual([])
  })
})
