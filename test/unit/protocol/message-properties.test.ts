import { array, assert, constantFrom, dictionary, jsonValue, oneof, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import {
  parseJson,
  parseReply,
  parseRequest,
  readParams,
  writeReply,
  writeRequest,
} from '../../../src/protocol/message.js'
import { anyText } from '../../support/any-text.js'

/** Text as hostile to the format as it gets: colons, quotes and braces at every turn. */
const prickly = array(
  oneof(constantFrom(':', '::', '"', '\\', '{', '}', '{}', 'null', '7', 'sid'), string()),
  {
    maxLength: 8,
  },
).map((parts) => parts.join(''))

/** Names and ids have no colon in them; that is all that the format asks. */
const word = prickly.map((text) => text.replaceAll(':', ''))

const jsonObject = dictionary(oneof(prickly, constantFrom('__proto__', 'constructor')), jsonValue(), {
  noNullPrototype: true,
})

it('whatever text arrives, reading it never throws', () => {
  assert(
    property(oneof(prickly, anyText), (text) => {
      const request = parseRequest(text)
      readParams(request?.sealedParams)
      parseJson(parseReply(text)?.payload ?? '')
    }),
    { numRuns: 1000 },
  )
})

it('every JSON object comes back as it was written, wherever it has colons', () => {
  assert(
    property(word, jsonObject, word, word, (command, params, callbackId, appSid) => {
      const request = parseRequest(writeRequest({ command, params, callbackId, appSid }))
      expect(request).toMatchObject({ command, callbackId, appSid })
      // Compared as text: in objects, `expect` takes the key `__proto__` for the prototype.
      expect(JSON.stringify(readParams(request?.sealedParams))).toBe(JSON.stringify(params))
    }),
    { numRuns: 300 },
  )
})

it('every JSON value comes back in a reply as it was written', () => {
  assert(
    property(word, jsonValue(), (callbackId, payload) => {
      const reply = parseReply(writeReply(callbackId, payload))
      expect(reply?.callbackId).toBe(callbackId)
      expect(JSON.stringify(parseJson(reply?.payload ?? ''))).toBe(JSON.stringify(payload))
    }),
    { numRuns: 300 },
  )
})

it('a text of any three or more parts is split at its first colon and at its last two', () => {
  assert(
    property(array(word, { minLength: 3, maxLength: 9 }), (parts) => {
      const [command, ...rest] = parts
      const [callbackId, appSid] = rest.splice(-2)
      const request = parseRequest(parts.join(':'))
      expect(request).toEqual({ command, sealedParams: rest.join(':'), callbackId, appSid })
    }),
  )
})

it('a text of fewer parts is no request, and one without any colon no reply', () => {
  assert(
    property(word, word, (first, second) => {
      expect(parseRequest(first)).toBeUndefined()
      expect(parseRequest(`${first}:${second}`)).toBeUndefined()
      expect(parseReply(first)).toBeUndefined()
    }),
  )
})
