import { assert, constant, dictionary, jsonValue, mixedCase, oneof, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReply, withoutAuth } from '../../../src/protocol/rest.js'

describe("a caller's parameters without `auth`", () => {
  it('leave it out in any case, and nothing else', () => {
    assert(
      property(mixedCase(constant('auth')), jsonValue(), (name, value) => {
        expect(withoutAuth({ [name]: value, auth_type: 1, author: 2, oauth: 3, ' auth': 4 })).toEqual({
          ...{ auth_type: 1, author: 2, oauth: 3, ' auth': 4 },
        })
      }),
    )
  })

  it('are the same where there is none, in their order', () => {
    const noAuth = dictionary(oneof(string(), constant('__proto__')), jsonValue(), { noNullPrototype: true })
    assert(
      property(noAuth, (params) => {
        if (Object.keys(params).some((name) => name.toLowerCase() === 'auth')) return
        expect(JSON.stringify(withoutAuth(params))).toBe(JSON.stringify(params))
      }),
    )
  })

  it('keep `__proto__` as a parameter, and do not take it for the prototype', () => {
    const params = withoutAuth(JSON.parse('{"__proto__":{"admin":true},"AUTH":"x"}'))
    expect(Object.keys(params)).toEqual(['__proto__'])
    expect('admin' in params).toBe(false)
  })

  it('leave the given ones as they are', () => {
    const params = { auth: 'x', a: 1 }
    withoutAuth(params)
    expect(params).toEqual({ auth: 'x', a: 1 })
  })

  it('keep what is called so further inside, which says nothing about the caller', () => {
    expect(withoutAuth({ fields: { auth: 'x' } })).toEqual({ fields: { auth: 'x' } })
  })
})

describe('a reply of REST', () => {
  it.each([
    { status: 200, answer: { result: null } },
    { status: 200, answer: { result: false, time: {} } },
    { status: 403, answer: { error: 'ACCESS_DENIED', error_description: 'Access denied!' } },
  ])('is a status and a body: %j', (reply) => {
    expect(readReply(reply)).toBe(reply)
  })

  it.each([
    [undefined],
    [null],
    [true],
    ['{"status":200}'],
    [[]],
    [{}],
    [{ status: 200 }],
    [{ answer: { result: true } }],
    [{ status: '200', answer: { result: true } }],
    [{ status: ['many'], answer: { result: true } }],
    [{ status: 200, answer: null }],
    [{ status: 200, answer: [] }],
    [{ status: 200, answer: 'true' }],
    [{ status: 200, answer: {} }],
    [{ status: 200, answer: { time: {} } }],
    [{ result: true }],
  ])('is nothing else, and that reads as an error: %j', (value) => {
    expect(readReply(value)).toEqual({
      status: expect.any(Number),
      answer: { error: 'BAD_ANSWER', error_description: 'No result' },
    })
  })
})
