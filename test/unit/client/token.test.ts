import { createBX24 } from 'bx24-events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { openScriptedPage } from '../../support/scripted-page.js'

const RENEWED = { AUTH_ID: 'access-2', AUTH_EXPIRES: '1800', REFRESH_ID: 'refresh-2' }

afterEach(() => {
  vi.useRealTimers()
})

async function openClient(timeout?: number) {
  const page = openScriptedPage()
  const BX24 = createBX24({ window: page.window, ...(timeout && { timeout }) })
  await BX24.init()
  return { page, BX24 }
}

describe('the token', () => {
  it('has the names and values that BX24 gives it', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const { BX24 } = await openClient()
    expect(BX24.getAuth()).toEqual({
      ...{ access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 4_600_000 },
      ...{ domain: 'portal.example.com', member_id: 'member-1' },
    })
  })

  it('is no longer given when it has expired', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const { BX24 } = await openClient()
    vi.setSystemTime(4_599_999)
    expect(BX24.getAuth()).toMatchObject({ access_token: 'access-1' })
    vi.setSystemTime(4_600_000)
    expect(BX24.getAuth()).toBe(false)
  })
})

describe('refreshAuth', () => {
  it('keeps what a renewal does not tell anew', async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const { page, BX24 } = await openClient()
    const renewed = BX24.refreshAuth()
    const request = await page.requests.next()
    expect(request).toMatchObject({ command: 'refreshAuth', params: {} })
    page.reply(request, RENEWED)
    expect(await renewed).toEqual({
      ...{ access_token: 'access-2', refresh_token: 'refresh-2', expires_in: 2_800_000 },
      ...{ domain: 'portal.example.com', member_id: 'member-1' },
    })
    expect(BX24.getAuth()).toEqual(await renewed)
  })

  it('renews once for all who ask meanwhile, and anew afterwards', async () => {
    const { page, BX24 } = await openClient()
    const renewals = [BX24.refreshAuth(), BX24.refreshAuth(), BX24.refreshAuth()]
    page.reply(await page.requests.next(), RENEWED)
    const [first, ...others] = await Promise.all(renewals)
    expect(others).toEqual([first, first])
    expect(page.requests.all).toHaveLength(1)
    const later = BX24.refreshAuth()
    page.reply(await page.requests.next(), { ...RENEWED, AUTH_ID: 'access-3' })
    expect(await later).toMatchObject({ access_token: 'access-3' })
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{oops'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['an empty list, as PHP writes an empty object', '[]'],
    ['a text', '"access-2"'],
    ['an error', '{"error":"expired_token"}'],
    ['a token that is no text', '{"AUTH_ID":null}'],
  ])('rejects with TOKEN_NOT_RENEWED where the answer brings no new token: %s', async (_name, text) => {
    const { page, BX24 } = await openClient()
    const before = BX24.getAuth()
    const renewed = watchOutcome(BX24.refreshAuth())
    page.replyText(await page.requests.next(), text)
    await nextTask()
    expect(renewed.error).toMatchObject({ code: 'TOKEN_NOT_RENEWED', status: 0 })
    expect(BX24.getAuth()).toEqual(before)
    const control = BX24.refreshAuth()
    page.reply(await page.requests.next(), RENEWED)
    expect(await control).toMatchObject({ access_token: 'access-2' })
  })

  it('rejects with TOKEN_NOT_RENEWED where the page stays silent, as portals do that get no token', async () => {
    vi.useFakeTimers()
    const { page, BX24 } = await openClient(500)
    const renewals = [watchOutcome(BX24.refreshAuth()), watchOutcome(BX24.refreshAuth())]
    await page.requests.next()
    await vi.advanceTimersByTimeAsync(500)
    for (const { error } of renewals) {
      expect(error).toMatchObject({ code: 'TOKEN_NOT_RENEWED', cause: { code: 'TIMEOUT' } })
    }
  })

  it('calls back with false where it fails', async () => {
    const { page, BX24 } = await openClient()
    const renewed = new Promise((resolve) => {
      BX24.refreshAuth(resolve).catch(() => undefined)
    })
    page.replyText(await page.requests.next(), '{oops')
    expect(await renewed).toBe(false)
  })

  it('connects first where nothing was asked before', async () => {
    const page = openScriptedPage()
    const renewed = createBX24({ window: page.window }).refreshAuth()
    page.reply(await page.requests.next(), RENEWED)
    expect(await renewed).toMatchObject({ access_token: 'access-2' })
  })

  it('rejects outside a portal as every call does', async () => {
    await expect(createBX24().refreshAuth()).rejects.toMatchObject({ code: 'NOT_EMBEDDED' })
  })
})
