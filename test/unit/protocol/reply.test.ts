import { expect, it } from 'vitest'
import { parseJson, parseReply, writeReply } from '../../../src/protocol/message.js'

it('a reply is the id, a colon and JSON', () => {
  expect(writeReply('7', { result: true })).toBe('7:{"result":true}')
  expect(writeReply('7', null)).toBe('7:null')
})

it('a reply without a payload ends with the colon', () => {
  expect(writeReply('7')).toBe('7:')
  expect(writeReply('7', undefined)).toBe('7:')
})

it('a reply is split at its first colon', () => {
  expect(parseReply('7:{"a":"b:c"}')).toEqual({ callbackId: '7', payload: '{"a":"b:c"}' })
  expect(parseReply('7:')).toEqual({ callbackId: '7', payload: '' })
  expect(parseReply(':7')).toEqual({ callbackId: '', payload: '7' })
})

it.each([['no colon'], [''], [7], [null], [undefined], [{ 7: true }], [['7:true']], [Object('7:true')]])(
  'what has no colon, or is no text, is no reply: %j',
  (data) => {
    expect(parseReply(data)).toBeUndefined()
    expect(parseReply('7:true')).toBeDefined()
  },
)

it('what is no JSON reads as undefined, which JSON can not write', () => {
  expect(parseJson('{oops')).toBeUndefined()
  expect(parseJson('')).toBeUndefined()
  expect(parseJson('null')).toBeNull()
  expect(parseJson('{"__proto__":{"x":1}}')).not.toHaveProperty('x')
})
