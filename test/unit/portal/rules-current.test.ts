import { describe, expect, it } from 'vitest'
import { ANNA, BORIS, CLARA, createTestPortal, HANDLER_URL } from '../../support/test-portal.js'

/** The rules of portals of today, where they differ from the documented ones. */
function openPortal() {
  const testPortal = createTestPortal({ rules: 'current' })
  const { portal, app } = testPortal
  const call = (userId: number, method: string, params: Record<string, unknown> = {}) =>
    portal.call(app.tokenFor(userId), method, { event: 'OnCrmDealAdd', handler: HANDLER_URL, ...params })
  return { ...testPortal, call }
}

const accessDenied = (action: string) => ({
  status: 403,
  answer: {
    error: 'ACCESS_DENIED',
    error_description: `Access denied! Event ${action} with AUTH_TYPE requires administrator access rights`,
  },
})

describe('a user who is no administrator', () => {
  it.each([undefined, null, 0, '', BORIS])(
    'binds for himself, with the user given as %j',
    async (auth_type) => {
      const { portal, call } = openPortal()
      expect((await call(BORIS, 'event.bind', { auth_type })).answer.result).toBe(true)
      expect(portal.handlers()).toMatchObject([{ authType: BORIS }])
    },
  )

  it('does not bind, nor unbind, for anyone else', async () => {
    const { portal, call } = openPortal()
    expect(await call(BORIS, 'event.bind', { auth_type: CLARA })).toMatchObject(accessDenied('binding'))
    await call(ANNA, 'event.bind', { auth_type: CLARA })
    expect(await call(BORIS, 'event.unbind', { auth_type: CLARA })).toMatchObject(accessDenied('unbinding'))
    expect(portal.handlers()).toMatchObject([{ authType: CLARA }])
  })

  it('sees and removes his own handlers alone', async () => {
    const { portal, call } = openPortal()
    for (const auth_type of [0, BORIS, CLARA]) await call(ANNA, 'event.bind', { auth_type })
    const { answer } = await call(BORIS, 'event.get')
    expect(answer.result).toMatchObject([{ auth_type: String(BORIS) }])
    expect((await call(BORIS, 'event.unbind')).answer.result).toEqual({ count: 1 })
    expect(portal.handlers()).toMatchObject([{ authType: 0 }, { authType: CLARA }])
  })
})

describe('an administrator', () => {
  it('binds for anyone, and for the acting user where he names nobody', async () => {
    const { portal, call } = openPortal()
    for (const auth_type of [undefined, BORIS]) await call(ANNA, 'event.bind', { auth_type })
    expect(portal.handlers()).toMatchObject([{ authType: 0 }, { authType: BORIS }])
  })

  it('sees and removes the handlers of all', async () => {
    const { call } = openPortal()
    await call(BORIS, 'event.bind')
    await call(ANNA, 'event.bind')
    expect((await call(ANNA, 'event.get')).answer.result).toHaveLength(2)
    expect((await call(ANNA, 'event.unbind')).answer.result).toEqual({ count: 2 })
  })
})

it('one user may have several handlers of an event, at different URLs', async () => {
  const { call } = openPortal()
  expect((await call(ANNA, 'event.bind')).answer.result).toBe(true)
  expect((await call(ANNA, 'event.bind')).answer.error).toBe('ERROR_CORE')
  const other = { handler: `${HANDLER_URL}other/` }
  expect((await call(ANNA, 'event.bind', other)).answer.result).toBe(true)
  expect((await call(ANNA, 'event.bind', { ...other, auth_type: BORIS })).answer.result).toBe(true)
})
