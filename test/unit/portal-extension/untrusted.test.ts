import { describe, expect, it } from 'vitest'
import { SID } from '../../support/real-portal-app.js'
import { openTaughtApp, profile } from '../../support/taught-app.js'
import { PORTAL_ORIGIN } from '../../support/test-portal.js'

describe('what an app may send instead of parameters', () => {
  it.each([undefined, null, [], [1], 'text', 5, true, {}])('to callBind: %j', async (params) => {
    const { ask, replies } = await openTaughtApp()
    const reply = await ask('callBind', params)
    expect(reply).toMatchObject({ status: 400, answer: { error: 'ERROR_ARGUMENT' } })
    expect(replies).toHaveLength(1)
  })

  it.each([
    undefined,
    null,
    [],
    'text',
    {},
    { method: 7 },
    { method: ['profile'] },
    { method: null, params: 1 },
  ])('to callMethod: %j', async (params) => {
    const { ask, replies } = await openTaughtApp()
    expect(await ask('callMethod', params)).toMatchObject({
      status: 404,
      answer: { error: expect.any(String) },
    })
    expect(replies).toHaveLength(1)
  })

  it.each([undefined, null, [], [1], 'text', 5])('to a method that needs none: %j', async (params) => {
    const { ask } = await openTaughtApp()
    expect(await ask('callMethod', profile(params))).toMatchObject({ answer: { result: { ID: '1' } } })
  })

  it('in an object, whatever can be cloned', async () => {
    const { send, replyTo, requests } = await openTaughtApp()
    const round: Record<string, unknown> = { id: 1 }
    round.self = round
    const replies = [round, { big: 1n }, new Map([['event', 'E']])].map((params, index) => {
      const reply = replyTo(`${index}`)
      send({ method: 'callBind', params, callback: `${index}`, appSid: SID })
      return reply
    })
    expect(await Promise.all(replies)).toMatchObject([
      { status: 0, answer: { error: 'NETWORK', error_description: expect.stringContaining('circular') } },
      { status: 0, answer: { error: 'NETWORK', error_description: expect.stringContaining('BigInt') } },
      { status: 400, answer: { error: 'ERROR_ARGUMENT' } },
    ])
    expect(requests).toHaveLength(1)
  })

  it.each(['../oauth/token', '..', 'a/b', 'a?auth=x', 'a#b', 'http://other.example.com', '\\\\other', ''])(
    'as a method that is none, and it stays in REST: %j',
    async (method) => {
      const { ask, requests } = await openTaughtApp()
      expect(await ask('callMethod', { method })).toMatchObject({ status: 404 })
      const { origin, pathname, search } = new URL(requests[0]?.url ?? '')
      expect([origin, search]).toEqual([PORTAL_ORIGIN, ''])
      expect(pathname).toMatch(/^\/rest\/[^/]*\.json$/)
    },
  )

  it('as a method that is no text', async () => {
    const { ask } = await openTaughtApp()
    expect(await ask('callMethod', { method: '\ud800' })).toMatchObject({
      status: 0,
      answer: { error: 'NETWORK' },
    })
  })
})
