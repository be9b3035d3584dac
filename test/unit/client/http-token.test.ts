import { createBX24 } from 'bx24-events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { type Fault, openRestApp } from '../../support/rest-app.js'
import { openScriptedPage } from '../../support/scripted-page.js'

const expired = (status: number): Fault => {
  return () => Response.json({ error: 'expired_token', error_description: 'It has expired' }, { status })
}
const renewed = { AUTH_ID: 'access-2', AUTH_EXPIRES: '3600', REFRESH_ID: 'refresh-2' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A page that leaves the renewal to the test, and a portal that answers every call with the token that it was sent. */
async function openPage(initData: Record<string, unknown> = {}) {
  const page = openScriptedPage({ commands: [], initData })
  const tokens: (string | null)[] = []
  const BX24 = createBX24({
    window: page.window,
    async fetch(_url, { body }) {
      const token = (body as URLSearchParams).get('auth')
      tokens.push(token)
      return Response.json({ result: token })
    },
  })
  await BX24.init()
  return { page, BX24, tokens }
}

describe('a token', () => {
  it('is renewed before it expires, once for all who wait', async () => {
    const { page, BX24, tokens } = await openPage()
    expect(await BX24.callMethod('first')).toBe('access-1')
    vi.setSystemTime(Date.now() + 3_599_000)
    const calls = [BX24.callMethod('second')]
    const question = await page.requests.next()
    calls.push(BX24.callMethod('third'))
    await nextTask()
    expect(page.requests.all.map(({ command }) => command)).toEqual(['refreshAuth'])
    expect(tokens).toEqual(['access-1'])
    page.reply(question, renewed)
    expect(await Promise.all(calls)).toEqual(['access-2', 'access-2'])
  })

  it('that the app renews itself is the one that calls go with', async () => {
    const { page, BX24 } = await openPage()
    const renewal = BX24.refreshAuth()
    page.reply(await page.requests.next(), renewed)
    await renewal
    expect(await BX24.callMethod('profile')).toBe('access-2')
  })

  it.each([401, 200])(
    'that the portal says has expired, with status %i, is renewed, and the calls go again',
    async (status) => {
      const { BX24, faults, requests, wire } = openRestApp()
      faults.push(expired(status))
      const answers = await Promise.all([BX24.callMethod('profile'), BX24.callMethod('user.current')])
      expect(answers).toMatchObject([{ ID: '1' }, { ID: '1' }])
      expect(requests.map(({ calls }) => calls.length)).toEqual([2, 2])
      expect(requests[1]?.token).not.toBe(requests[0]?.token)
      expect(
        wire.filter(({ command, direction }) => command === 'refreshAuth' && direction === 'to portal'),
      ).toHaveLength(1)
    },
  )

  it('is renewed once for requests that are under way together', async () => {
    const { BX24, faults, requests, wire } = openRestApp()
    await BX24.init()
    faults.push(expired(401), expired(401))
    const first = BX24.callMethod('profile')
    while (requests.length === 0) await Promise.resolve()
    const calls = [first, BX24.callMethod('user.current')]
    expect(await Promise.all(calls)).toMatchObject([{ ID: '1' }, { ID: '1' }])
    const asked = wire.filter(
      ({ command, direction }) => command === 'refreshAuth' && direction === 'to portal',
    )
    expect(asked).toHaveLength(1)
    expect(new Set(requests.map(({ token }) => token)).size).toBe(2)
  })

  it('that never works is renewed once, and then the error is told', async () => {
    const { BX24, faults, requests } = openRestApp()
    faults.push(...Array<Fault>(9).fill(expired(401)))
    await expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'expired_token', status: 401 })
    expect(requests).toHaveLength(2)
  })

  it('that has expired, as the app was given it, stays as it is', async () => {
    const { BX24, faults } = openRestApp()
    await BX24.init()
    for (const get of [async () => BX24.getAuth(), BX24.refreshAuth]) {
      const given = Object.freeze((await get()) || undefined)
      const before = { ...given }
      faults.push(expired(401))
      await BX24.callMethod('profile')
      expect(given).toEqual(before)
      expect(BX24.getAuth()).not.toEqual(before)
    }
  })

  it('that expires on the way by message is renewed too', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const called = BX24.callMethod('profile')
    page.reply(await page.requests.next(), { status: 401, answer: { error: 'expired_token' } })
    const question = await page.requests.next(({ command }) => command === 'refreshAuth')
    page.reply(question, renewed)
    await nextTask()
    const again = page.requests.all.at(-1) ?? question
    expect([page.requests.all.length, again.command]).toEqual([3, 'callMethod'])
    page.reply(again, { status: 200, answer: { result: 'done' } })
    expect(await called).toBe('done')
  })
})

describe('a renewal', () => {
  it('that brings no token ends all who wait for it, and the next call asks anew', async () => {
    const { page, BX24, tokens } = await openPage({ AUTH_EXPIRES: '1' })
    const ended = Promise.allSettled([BX24.callMethod('a'), BX24.callMethod('b')])
    page.reply(await page.requests.next(), { error: 'none' })
    const reason = { code: 'TOKEN_NOT_RENEWED', cause: { code: 'BAD_ANSWER' } }
    expect(await ended).toMatchObject([{ reason }, { reason }])
    expect(tokens).toEqual([])
    const called = BX24.callMethod('c')
    page.reply(await page.requests.next((request) => request !== page.requests.all[0]), renewed)
    expect(await called).toBe('access-2')
  })

  it('that is never answered, as live portals do it, ends them too, before their own time limit', async () => {
    const { page, BX24 } = await openPage({ AUTH_EXPIRES: '1' })
    const ended = Promise.allSettled([
      BX24.callMethod('a'),
      BX24.callBind('OnCrmDealAdd', 'https://x.example.com/'),
    ])
    await page.requests.next()
    await vi.advanceTimersByTimeAsync(15_000)
    const reason = { code: 'TOKEN_NOT_RENEWED', cause: { code: 'TIMEOUT' } }
    expect(await ended).toMatchObject([{ reason }, { reason }])
  })
})
