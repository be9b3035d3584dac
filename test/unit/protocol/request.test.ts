import { describe, expect, it } from 'vitest'
import { parseRequest, readParams, writeRequest } from '../../../src/protocol/message.js'

const SID = 'sid-1'

/** A request as a portal's page understands it. */
function read(data: unknown) {
  const request = parseRequest(data)
  if (!request) return undefined
  const { sealedParams, ...rest } = request
  return { ...rest, params: readParams(sealedParams) }
}

describe('a request that is written', () => {
  it('has four parts: command, JSON, the id of the answer, the sid', () => {
    const request = { command: 'callBind', params: { event: 'OnAppUpdate' }, callbackId: '7', appSid: SID }
    expect(writeRequest(request)).toBe('callBind:{"event":"OnAppUpdate"}:7:sid-1')
  })

  it('has an empty third part where no answer is wanted', () => {
    const request = { command: 'setInstallFinish', params: {}, callbackId: '', appSid: SID }
    expect(writeRequest(request)).toBe('setInstallFinish:{}::sid-1')
  })
})

describe('a request in text', () => {
  it.each([
    ['four parts', 'getInitData:{}:7:sid-1', {}],
    ['four parts, the second one empty', 'getInitData::7:sid-1', {}],
    ['three parts, without parameters', 'getInitData:7:sid-1', {}],
    ['colons inside the JSON', 'getInitData:{"a":"b:c:d::"}:7:sid-1', { a: 'b:c:d::' }],
    ['quotes and colons inside the JSON', 'getInitData:{"a:":"\\"b:c\\":"}:7:sid-1', { 'a:': '"b:c":' }],
    ['JSON that ends like a request', 'getInitData:{"a":"x:7:sid-2"}:7:sid-1', { a: 'x:7:sid-2' }],
    ['letters of all kinds', 'getInitData:{"a":"Привет 😀"}:7:sid-1', { a: 'Привет 😀' }],
  ])('is read with %s', (_name, text, params) => {
    expect(read(text)).toEqual({ command: 'getInitData', params, callbackId: '7', appSid: SID })
  })

  it.each([
    ['null', 'null'],
    ['a number', '5'],
    ['a text', '"x"'],
    ['a list', '[1,2]'],
    ['a truth', 'true'],
  ])('has no parameters where they are %s, no object', (_name, json) => {
    expect(read(`getInitData:${json}:7:sid-1`)?.params).toEqual({})
    expect(read('getInitData:{"a":1}:7:sid-1')?.params).toEqual({ a: 1 })
  })

  it.each([
    ['half an object', 'setTitle:{"title":}:7:sid-1'],
    ['an open brace', 'setTitle:{oops:7:sid-1'],
    ['a fifth part', 'setTitle:{}:extra:7:sid-1'],
    ['a colon in the id', 'setTitle::a:b:sid-1'],
  ])('has unreadable parameters where they are no JSON: %s', (_name, text) => {
    expect(parseRequest(text)).toBeDefined()
    expect(read(text)?.params).toBeUndefined()
    expect(read('setTitle:{}:7:sid-1')?.params).toEqual({})
  })

  it('takes what stands alone before the sid as the id of the answer', () => {
    expect(read('getInitData::sid-1')).toMatchObject({ callbackId: '', params: {} })
    expect(read('getInitData:{}:sid-1')).toMatchObject({ callbackId: '{}', params: {} })
  })

  it.each(['', 'getInitData', 'sid-1', 'getInitData:sid-1', ':'])(
    'is none with fewer than three parts: %j',
    (text) => {
      expect(parseRequest(text)).toBeUndefined()
      expect(parseRequest('getInitData::sid-1')).toBeDefined()
    },
  )

  it.each(['__proto__', 'constructor', 'toString', '__defineGetter__', 'hasOwnProperty'])(
    'takes %s for a name like any other, as a command and as a parameter',
    (name) => {
      const request = read(`${name}:{"${name}":{"x":1}}:${name}:sid-1`)
      expect(request).toMatchObject({ command: name, callbackId: name })
      expect(Object.entries(request?.params ?? {})).toEqual([[name, { x: 1 }]])
      expect(Object.getPrototypeOf(request?.params)).toBe(Object.prototype)
    },
  )
})

describe('a request as an object', () => {
  it('is read with parameters that are an object', () => {
    const data = { method: 'my:command', params: { a: 1 }, callback: '7', appSid: SID }
    expect(read(data)).toEqual({ command: 'my:command', params: { a: 1 }, callbackId: '7', appSid: SID })
  })

  it('is read with a number as the id of the answer, and without one', () => {
    expect(read({ method: 'getInterface', callback: 7, appSid: SID })?.callbackId).toBe('7')
    expect(read({ method: 'getInterface', appSid: SID })?.callbackId).toBe('')
    expect(read({ method: 'getInterface', callback: ['7'], appSid: SID })?.callbackId).toBe('')
  })

  it.each([
    ['absent', undefined],
    ['an empty text', ''],
    ['JSON in a text', '{"a":1}'],
    ['a list', [1]],
    ['null', null],
  ])('has no parameters where they are %s', (_name, params) => {
    expect(read({ method: 'setTitle', params, callback: '7', appSid: SID })?.params).toEqual({})
    expect(read({ method: 'setTitle', params: { a: 1 }, callback: '7', appSid: SID })?.params).toEqual({
      a: 1,
    })
  })

  it.each([
    ['no method', { appSid: SID }],
    ['a list as the method', { method: ['getInterface'], appSid: SID }],
    ['no sid', { method: 'getInterface' }],
    ['a list as the sid', { method: 'getInterface', appSid: [SID] }],
  ])('is none with %s', (_name, data) => {
    expect(parseRequest(data)).toBeUndefined()
    expect(parseRequest({ method: 'getInterface', appSid: SID })).toBeDefined()
  })
})

it.each([
  ['a number', 5],
  ['null', null],
  ['nothing', undefined],
  ['a truth', true],
  ['a list with a request in it', ['getInitData::7:sid-1']],
  ['a boxed text', Object('getInitData::7:sid-1')],
  ['bytes', new ArrayBuffer(8)],
  ['a map', new Map([['method', 'getInterface']])],
])('%s is no request', (_name, data) => {
  expect(parseRequest(data)).toBeUndefined()
  expect(parseRequest('getInitData::7:sid-1')).toBeDefined()
})
