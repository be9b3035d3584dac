import { BX24Error } from 'bx24-events'
import { expect, it } from 'vitest'

const denied = new BX24Error('ACCESS_DENIED', 'Access denied!', { status: 403, method: 'event.bind' })

it('is an error with a code, a text, a status and a method', () => {
  expect(denied).toBeInstanceOf(Error)
  expect(denied.name).toBe('BX24Error')
  expect(denied).toMatchObject({
    ...{ code: 'ACCESS_DENIED', description: 'Access denied!', status: 403, method: 'event.bind' },
    message: 'ACCESS_DENIED: Access denied!',
  })
  expect(denied.stack).toContain('error.test')
})

it('reads `CODE: description (status)`', () => {
  expect(`${denied}`).toBe('ACCESS_DENIED: Access denied! (403)')
})

it('reads without a text where it has none', () => {
  expect(String(new BX24Error('ERROR_CORE', '', { status: 400 }))).toBe('ERROR_CORE (400)')
})

it('has the status 0 where there was no answer', () => {
  const error = new BX24Error('TIMEOUT', 'No answer')
  expect(error.status).toBe(0)
  expect(error.getStatus()).toBe(0)
  expect(error.cause).toBeUndefined()
})

it('keeps its cause', () => {
  const cause = new Error('why')
  expect(new BX24Error('TOKEN_NOT_RENEWED', '', { cause }).cause).toBe(cause)
})

it('is written to JSON with its fields', () => {
  expect(JSON.parse(JSON.stringify(denied))).toEqual({
    ...{ name: 'BX24Error', code: 'ACCESS_DENIED', description: 'Access denied!' },
    ...{ status: 403, method: 'event.bind' },
  })
})
