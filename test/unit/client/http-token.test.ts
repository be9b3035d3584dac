import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { answerBatch, openRestApp, openScriptedApp, type RestApp, refuse } from '../../support/rest-app.js'
import type { ScriptedPage } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const renewed = { AUTH_ID: 'access-2', AUTH_EXPIRES: '3600', REFRESH_ID: 'refresh-2' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** An app whose page leaves the renewal to the test. */
async function openPage(initData: Record<string, unknown> = {}) {
  const app = openScriptedApp({ commands: [], initData })
  await app.BX24.init()
  return app
}

const tokensOf = ({ requests }: Pick<RestApp, 'requests'>) => requests.map(({ token }) => token)
const renewalsOf = ({ wire }: RestApp) =>
  wire.filter(({ command, direction }) => `${command} ${direction}` === 'refreshAuth to portal')

describe('the token of a call', () => {
  it('is used as long as it is good, whatever becomes of a renewal beside it', async () => {
    const { BX24, page, requests } = await openPage()
    const renewal = BX24.refreshAuth()
    await page.requests.next()
    expect(await BX24.callMethod('profile')).toBe('access-1')
    expect(requests).toHaveLength(1)
    BX24.close()
    await expect(renewal).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('that is never renewed ends all that wait for it together, also changes behind others', async () => {
    const app = openScriptedApp({ commands: [], initData: { AUTH_EXPIRES: 0 }, client: { timeout: 600 } })
    const { BX24, page } = app
    await BX24.init()
    const calls = Promise.allSettled([
      BX24.callBind('OnAppUpdate', HANDLER_URL),
      BX24.callUnbind('OnAppUpdate', HANDLER_URL),
      BX24.callBind('OnAppUpdate', HANDLER_URL),
      BX24.callMethod('batch', { cmd: ['event.bind?event=OnAppTest'] }),
      BX24.callMethod('profile'),
    ])
    await vi.advanceTimersByTimeAsync(300)
    const failed = { reason: { code: 'TOKEN_NOT_RENEWED' } }
    expect(await calls).toMatchObject([failed, failed, failed, failed, failed])
    expect(page.requests.all.map(({ command }) => command)).toEqual(['refreshAuth'])
    expect(app.requests).toEqual([])
  })

  it('is renewed before it expires, once for all who wait', async () => {
    const app = await openPage()
    const { page, BX24 } = app
    expect(await BX24.callMethod('first')).toBe('access-1')
    vi.setSystemTime(Date.now() + 3_599_000)
    const calls = [BX24.callMethod('second')]
    const question = await page.requests.next()
    calls.push(BX24.callMethod('third'))
    await nextTask()
    expect(page.requests.all.map(({ command }) => command)).toEqual(['refreshAuth'])
    expect(tokensOf(app)).toEqual(['access-1'])
    page.reply(question, renewed)
    expect(await Promise.all(calls)).toEqual(['access-2', 'access-2'])
  })

  it('is the one that the app has renewed itself', async () => {
    const { page, BX24 } = await openPage()
    const renewal = BX24.refreshAuth()
    page.reply(await page.requests.next(), renewed)
    await renewal
    expect(await BX24.callMethod('profile')).toBe('access-2')
  })

  it.each<[string, (app: RestApp) => void]>([
    ['with its status', ({ portal }) => portal.expireTokens()],
    [
      'with the status of success',
      ({ faults }) => faults.push(() => Response.json({ error: 'expired_token' })),
    ],
  ])(
    'is renewed once where the portal says %s that it has expired, and the calls go again',
    async (...one) => {
      const app = openRestApp()
      const { BX24, requests } = app
      await BX24.init()
      one[1](app)
      const answers = await Promise.all([BX24.callMethod('profile'), BX24.callMethod('user.current')])
      expect(answers).toMatchObject([{ NAME: 'Anna' }, { NAME: 'Anna' }])
      expect(requests.map(({ calls }) => calls.length)).toEqual([2, 2])
      expect(requests[1]?.token).not.toBe(requests[0]?.token)
      expect(renewalsOf(app)).toHaveLength(1)
    },
  )

  it('is renewed once for requests that are under way together', async () => {
    const app = openRestApp()
    const { BX24, faults, requests } = app
    await BX24.init()
    faults.push(refuse('expired_token'), refuse('expired_token'))
    const first = BX24.callMethod('profile')
    while (requests.length === 0) await Promise.resolve()
    const calls = [first, BX24.callMethod('user.current')]
    expect(await Promise.all(calls)).toMatchObject([{ ID: '1' }, { ID: '1' }])
    expect(renewalsOf(app)).toHaveLength(1)
    expect(new Set(tokensOf(app)).size).toBe(2)
  })

  const expired = { error: 'expired_token' }
  it.each([
    ['alone', 1, refuse('expired_token')],
    ['within a batch', 2, answerBatch({ result_error: [expired, expired] })],
  ])('that never works is renewed once, and then the error is told: %s', async (_name, count, fault) => {
    const { BX24, faults, requests } = openRestApp()
    faults.push(...Array.from({ length: 9 }, () => fault))
    const ends = await Promise.allSettled(Array.from({ length: count }, () => BX24.callMethod('profile')))
    expect(ends).toMatchObject(ends.map(() => ({ reason: { code: 'expired_token', status: 401 } })))
    expect(requests).toHaveLength(2)
  })

  it('that has expired, as the app was given it, stays as it is', async () => {
    const { BX24, faults } = openRestApp()
    await BX24.init()
    for (const get of [async () => BX24.getAuth(), BX24.refreshAuth]) {
      const given = Object.freeze((await get()) || undefined)
      const before = { ...given }
      faults.push(refuse('expired_token'))
      await BX24.callMethod('profile')
      expect(given).toEqual(before)
      expect(BX24.getAuth()).not.toEqual(before)
    }
  })

  it('that expires on the way by message is renewed too', async () => {
    const { page, BX24 } = openScriptedApp()
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

it.each<[string, (page: ScriptedPage, question: { callbackId: string }) => unknown, string]>([
  ['brings no token', (page, question) => page.reply(question, { error: 'none' }), 'BAD_ANSWER'],
  ['is never answered, as live portals do it', () => vi.advanceTimersByTimeAsync(15_000), 'TIMEOUT'],
])(
  'a renewal that %s ends all who wait for it before their time limit, and the next call asks anew',
  async (_name, end, code) => {
    const { page, BX24, requests } = await openPage({ AUTH_EXPIRES: '1' })
    const ended = Promise.allSettled([
      BX24.callMethod('a'),
      BX24.callMethod('b'),
      BX24.callBind('OnCrmDealAdd', HANDLER_URL),
    ])
    await end(page, await page.requests.next())
    const reason = { code: 'TOKEN_NOT_RENEWED', cause: { code } }
    expect(await ended).toMatchObject([{ reason }, { reason }, { reason }])
    expect(requests).toEqual([])
    const called = BX24.callMethod('c')
    page.reply(await page.requests.next(), renewed)
    expect(await called).toBe('access-2')
  },
)
