import type { RestReply } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../../support/fake-clock.js'
import { ANNA, addTestApp, BORIS, createTestPortal, HANDLER_URL } from '../../../support/test-portal.js'

const exceeded = {
  status: 503,
  answer: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
}

/** How many calls are answered in one go, of as many as are wanted. */
async function countAnswered(call: () => Promise<RestReply>, wanted = 60): Promise<number> {
  const replies = await Promise.all(Array.from({ length: wanted }, call))
  const refused = replies.filter(({ status }) => status !== 200)
  for (const reply of refused) expect(reply).toMatchObject(exceeded)
  return wanted - refused.length
}

describe('the calls of an app', () => {
  it('are 50 at once, and 2 more each second, by the clock of the portal', async () => {
    const { portal, app, clock } = createTestPortal()
    const token = app.tokenFor(ANNA)
    const call = () => portal.call(token, 'profile')
    expect(await countAnswered(call)).toBe(50)
    await clock.advance(499)
    expect(await countAnswered(call)).toBe(0)
    await clock.advance(1)
    expect(await countAnswered(call)).toBe(1)
    await clock.advance(3000)
    expect(await countAnswered(call)).toBe(6)
    await clock.advance(24 * 3_600_000)
    expect(await countAnswered(() => portal.call(app.tokenFor(ANNA), 'profile'))).toBe(50)
  })

  it('can go on at 2 a second for ever', async () => {
    const { portal, app, clock } = createTestPortal()
    const call = () => portal.call(app.tokenFor(ANNA), 'profile')
    expect(await countAnswered(call)).toBe(50)
    for (let second = 0; second < 100; second++) {
      await clock.advance(1000)
      expect(await countAnswered(call, 2)).toBe(2)
    }
    expect(await countAnswered(call, 1)).toBe(0)
  })

  it('are as many where the clock is set back: it leaks on from there', async () => {
    const clock = createFakeClock()
    let setBack = 0
    const { portal, app } = createTestPortal({ clock: { ...clock, now: () => clock.now() - setBack } })
    const call = () => portal.call(app.tokenFor(ANNA), 'profile')
    expect(await countAnswered(call, 20)).toBe(20)
    setBack = 3_600_000
    expect(await countAnswered(call)).toBe(30)
    await clock.advance(1000)
    expect(await countAnswered(call)).toBe(2)
    setBack *= 2
    expect(await countAnswered(call)).toBe(0)
    await clock.advance(1000)
    expect(await countAnswered(call)).toBe(2)
  })

  it('are counted together, whoever calls and with which token, and apart from those of another app', async () => {
    const { portal, app } = createTestPortal()
    const other = addTestApp(portal)
    expect(await countAnswered(() => portal.call(app.tokenFor(ANNA), 'profile'), 30)).toBe(30)
    expect(await countAnswered(() => portal.call(app.tokenFor(BORIS), 'profile'), 30)).toBe(20)
    expect(await countAnswered(() => portal.call(other.tokenFor(ANNA), 'profile'))).toBe(50)
  })

  it('change nothing where they are refused', async () => {
    const { portal, app } = createTestPortal()
    const token = app.tokenFor(ANNA)
    const params = { event: 'OnCrmDealAdd', handler: HANDLER_URL }
    expect(await countAnswered(() => portal.call(token, 'profile'), 50)).toBe(50)
    expect(await portal.call(token, 'event.bind', params)).toMatchObject(exceeded)
    expect(portal.handlers()).toEqual([])
  })

  it('count even where the method is none or fails; not where the token is none', async () => {
    const { portal, app } = createTestPortal({ limits: { capacity: 3 } })
    const token = app.tokenFor(ANNA)
    for (let count = 0; count < 5; count++) {
      expect(await portal.call('no-token', 'profile')).toMatchObject({ status: 401 })
    }
    expect(await portal.call(token, 'crm.deal.list')).toMatchObject({ status: 404 })
    expect(await portal.call(token, 'event.bind')).toMatchObject({ status: 400 })
    expect(await countAnswered(() => portal.call(token, 'profile'), 5)).toBe(1)
  })

  it('count a batch as one, whatever is in it', async () => {
    const { portal, app } = createTestPortal({ limits: { capacity: 2 } })
    const cmd = Array.from({ length: 50 }, () => 'profile')
    const batch = () => portal.call(app.tokenFor(ANNA), 'batch', { cmd })
    for (let count = 0; count < 2; count++) {
      expect((await batch()).answer.result).toMatchObject({ result_error: [], result_time: { length: 50 } })
    }
    expect(await batch()).toMatchObject(exceeded)
  })
})

describe('the calls of a webhook', () => {
  it('are counted for each by itself', async () => {
    const { portal, app } = createTestPortal()
    const webhooks = [portal.webhookFor(ANNA), portal.webhookFor(ANNA)]
    for (const authorization of [...webhooks, app.tokenFor(ANNA)]) {
      expect(await countAnswered(() => portal.call(authorization, 'profile'))).toBe(50)
    }
  })
})

describe("the calls through the portal's own page", () => {
  it('are not counted', async () => {
    const { portal, app } = createTestPortal()
    const host = app.hostFor(ANNA)
    expect(await countAnswered(() => host.call('profile', {}), 200)).toBe(200)
    expect(await countAnswered(() => portal.call(app.tokenFor(ANNA), 'profile'))).toBe(50)
    expect(await countAnswered(() => host.call('profile', {}))).toBe(60)
  })

  it('are counted with those of its app where `page` is set', async () => {
    const { portal, app } = createTestPortal({ limits: { page: true } })
    const host = app.hostFor(BORIS)
    expect(await countAnswered(() => host.call('profile', {}), 30)).toBe(30)
    expect(await countAnswered(() => portal.call(app.tokenFor(ANNA), 'profile'))).toBe(20)
    expect(await countAnswered(() => host.call('profile', {}))).toBe(0)
  })
})

describe('limits', () => {
  it('can be others', async () => {
    const { portal, app, clock } = createTestPortal({ limits: { capacity: 5, perSecond: 10 } })
    const call = () => portal.call(app.tokenFor(ANNA), 'profile')
    expect(await countAnswered(call)).toBe(5)
    await clock.advance(100)
    expect(await countAnswered(call)).toBe(1)
  })

  it('can be none', async () => {
    const { portal, app } = createTestPortal({ limits: false })
    expect(await countAnswered(() => portal.call(app.tokenFor(ANNA), 'profile'), 1000)).toBe(1000)
  })

  it('do not touch the renewal of tokens', async () => {
    const { portal, app } = createTestPortal({ limits: { capacity: 0 } })
    const { REFRESH_ID } = await app.hostFor(ANNA).refreshAuth()
    const { id: client_id, clientSecret: client_secret } = app
    const params = { grant_type: 'refresh_token', refresh_token: REFRESH_ID, client_id, client_secret }
    expect(await portal.renewTokens(params)).toMatchObject({ status: 200 })
    expect(await portal.call(app.tokenFor(ANNA), 'profile')).toMatchObject(exceeded)
  })
})
