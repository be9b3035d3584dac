import { describe, expect, it } from 'vitest'
import { nested } from '../../../support/nested.js'
import { ANNA, BORIS, CLARA, createTestPortal } from '../../../support/test-portal.js'

function open() {
  const testPortal = createTestPortal()
  const { portal, app } = testPortal
  return {
    ...testPortal,
    call: (userId: number, method: string, params = {}) => portal.call(app.tokenFor(userId), method, params),
    ask: async (userId: number, method: string, params = {}) =>
      (await portal.call(app.tokenFor(userId), method, params)).answer.result,
  }
}

describe.each(['app', 'user'])('%s.option', (owner) => {
  const get = `${owner}.option.get`
  const set = `${owner}.option.set`

  it('keeps what it is given beside what there is, and answers all, or one', async () => {
    const { ask } = open()
    expect(await ask(ANNA, get)).toEqual([])
    expect(await ask(ANNA, set, { options: { a: '1', b: { c: [2] } } })).toBe(true)
    expect(await ask(ANNA, set, { OPTIONS: { a: '3', d: false, e: null } })).toBe(true)
    expect(await ask(ANNA, get)).toEqual({ a: '3', b: { c: [2] }, d: false, e: null })
    expect(await ask(ANNA, get, { option: 'b' })).toEqual({ c: [2] })
    for (const option of ['none', 'constructor', '__proto__'])
      expect(await ask(ANNA, get, { option })).toBeNull()
  })

  it.each([{}, { options: {} }, { options: '' }, { options: 'a' }, { options: ['a'] }])(
    'needs something to keep: %j',
    async (params) => {
      const { call, ask } = open()
      expect(await call(ANNA, set, params)).toMatchObject({
        status: 400,
        answer: {
          error: 'ERROR_ARGUMENT',
          error_description: "Argument 'options' is null or empty",
          argument: 'options',
        },
      })
      expect(await ask(ANNA, get)).toEqual([])
    },
  )

  it('keeps no more than a call can bring, and says so', async () => {
    const { call, ask } = open()
    expect(await ask(ANNA, set, { options: { a: 'x'.repeat(600_000), b: 'y' } })).toBe(true)
    expect(await call(ANNA, set, { options: { b: 'z'.repeat(600_000), c: 1 } })).toMatchObject({
      status: 400,
      answer: {
        error: 'ERROR_ARGUMENT',
        error_description: 'The options are more than 1048576 characters in all, as JSON',
      },
    })
    expect(Object.keys(Object(await ask(ANNA, get)))).toEqual(['a', 'b'])
    expect(await ask(ANNA, get, { option: 'b' })).toBe('y')
    expect(await ask(ANNA, set, { options: { a: '', b: 'z'.repeat(600_000) } })).toBe(true)
  })

  it('is nothing for a webhook, which has no app', async () => {
    const { portal } = open()
    for (const method of [get, set]) {
      expect(await portal.call(portal.webhookFor(ANNA), method, { options: { a: 1 } })).toMatchObject({
        status: 403,
        answer: {
          error: 'ACCESS_DENIED',
          error_description: 'Access denied! Application context required',
        },
      })
    }
  })

  it('gives its values away: what is done to them changes no portal', async () => {
    const { ask } = open()
    const options = { a: '1' }
    await ask(ANNA, set, { options })
    options.a = '2'
    Object.assign(Object((await ask(ANNA, get)) ?? {}), { a: '3' })
    expect(await ask(ANNA, get)).toEqual({ a: '1' })
  })
})

it('the options of the app are those of all its users, set by administrators, and known to its page', async () => {
  const { ask, call, app } = open()
  await ask(ANNA, 'app.option.set', { options: { a: '1' } })
  expect(await call(BORIS, 'app.option.set', { options: { a: '2' } })).toMatchObject({
    status: 403,
    answer: {
      error: 'ACCESS_DENIED',
      error_description: 'Access denied! Administrator authorization required',
    },
  })
  expect(await ask(BORIS, 'app.option.get')).toEqual({ a: '1' })
  expect((await app.hostFor(BORIS).initData()).APP_OPTIONS).toEqual({ a: '1' })
  await app.hostFor(CLARA).setOption({ kind: 'app', name: 'b', value: 2 })
  expect(await ask(ANNA, 'app.option.get')).toEqual({ a: '1', b: 2 })
})

it('an option that is nested too deep is refused, and the state of the portal can still be copied', async () => {
  const { ask, app, portal } = open()
  const host = app.hostFor(BORIS)
  for (const kind of ['user', 'install'] as const)
    await expect(host.setOption({ kind, name: 'a', value: nested(66) })).rejects.toThrow(
      'a: expected no more',
    )
  await host.setOption({ kind: 'user', name: 'b', value: nested(65) })
  expect(await ask(BORIS, 'user.option.get')).toEqual({ b: nested(65) })
  expect(portal.snapshot().apps).toHaveLength(1)
})

it('the options of a user are his own, and known to his page', async () => {
  const { ask, app } = open()
  await ask(BORIS, 'user.option.set', { options: { a: '1' } })
  expect(await ask(ANNA, 'user.option.get')).toEqual([])
  expect((await app.hostFor(BORIS).initData()).USER_OPTIONS).toEqual({ a: '1' })
  await app.hostFor(BORIS).setOption({ kind: 'user', name: 'b', value: 2 })
  expect(await ask(BORIS, 'user.option.get')).toEqual({ a: '1', b: 2 })
})
