import { assert, constantFrom, property, webAuthority } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFrameName, parseFrameQuery, writeFrameName } from '../../../src/protocol/frame-name.js'
import { anyText } from '../../support/any-text.js'

describe("a frame's name", () => {
  it.each([
    ['https://example.bitrix24.com', 'example.bitrix24.com|1|sid-1'],
    ['http://localhost:5174', 'localhost:5174|0|sid-1'],
    ['https://portal.example.com:8443', 'portal.example.com:8443|1|sid-1'],
    ['http://[::1]:5174', '[::1]:5174|0|sid-1'],
  ])('of %s is written as %s, and read back', (origin, name) => {
    expect(writeFrameName({ origin, appSid: 'sid-1' })).toBe(name)
    expect(parseFrameName(name)).toEqual({ origin, appSid: 'sid-1' })
  })

  it('may have a default port, be it of the other scheme, which the reader drops', () => {
    expect(parseFrameName('portal.example.com:443|1|sid-1')?.origin).toBe('https://portal.example.com')
    expect(parseFrameName('portal.example.com:80|0|sid-1')?.origin).toBe('http://portal.example.com')
    expect(parseFrameName('portal.example.com:80|1|sid-1')?.origin).toBe('https://portal.example.com')
    expect(parseFrameName('portal.example.com:443|0|sid-1')?.origin).toBe('http://portal.example.com')
    expect(parseFrameName('portal.example.com:8080|0|sid-1')?.origin).toBe('http://portal.example.com:8080')
  })

  it('may be in capitals, which no origin has', () => {
    expect(parseFrameName('Portal.Example.COM|1|Sid')).toEqual({
      origin: 'https://portal.example.com',
      appSid: 'Sid',
    })
  })

  it.each([
    '',
    'portal.example.com',
    'portal.example.com|1',
    'portal.example.com|1|',
    '|1|sid-1',
    'portal.example.com|2|sid-1',
    'portal.example.com|https|sid-1',
    'portal.example.com|1|sid|1',
    'portal.example.com/path|1|sid-1',
    'user@portal.example.com|1|sid-1',
    'portal.example.com?x|1|sid-1',
    'portal.example.com#x|1|sid-1',
    'portal.example.com\\x|1|sid-1',
    'portal.example.com/|1|sid-1',
    '@portal.example.com|1|sid-1',
    '/portal.example.com|1|sid-1',
    'portal.example.com/x/..|1|sid-1',
    'portal%2eexample.com|1|sid-1',
    'portal.\texample.com|1|sid-1',
    'portal.example.com \n|1|sid-1',
    'portal.example.com:0443|1|sid-1',
    'portal example com|1|sid-1',
  ])('that no portal gives is none: %j', (name) => {
    expect(parseFrameName(name)).toBeUndefined()
    expect(parseFrameName('portal.example.com|1|sid-1')).toBeDefined()
  })

  it.each(['portal.example.com:x', 'portal.example.com:99999', 'a:1:2', '[::1', ']'])(
    'with a domain that is no host is none: %s',
    (domain) => {
      expect(parseFrameName(`${domain}|1|sid-1`)).toBeUndefined()
      expect(parseFrameName('portal.example.com:5174|1|sid-1')).toBeDefined()
    },
  )

  it('is read without an exception, whatever it is', () => {
    assert(property(anyText, (name) => void parseFrameName(name)))
  })

  it('comes back as it was written, for every host that can be in an address', () => {
    assert(
      property(constantFrom('http', 'https'), webAuthority({ withPort: true }), (scheme, authority) => {
        const { origin } = new URL(`${scheme}://${authority}`)
        expect(parseFrameName(writeFrameName({ origin, appSid: 'sid-1' }))).toEqual({
          origin,
          appSid: 'sid-1',
        })
      }),
      { numRuns: 30 },
    )
  })
})

describe("the query of the app's address", () => {
  it('tells the same', () => {
    const query = '?LANG=en&DOMAIN=localhost%3A5174&PROTOCOL=0&APP_SID=sid-1'
    expect(parseFrameQuery(query)).toEqual({ origin: 'http://localhost:5174', appSid: 'sid-1' })
  })

  it.each([
    '',
    '?DOMAIN=localhost',
    '?DOMAIN=localhost&PROTOCOL=0',
    '?domain=localhost&protocol=0&app_sid=sid-1',
  ])('tells nothing where a part is missing: %j', (query) => {
    expect(parseFrameQuery(query)).toBeUndefined()
    expect(parseFrameQuery('?DOMAIN=localhost&PROTOCOL=0&APP_SID=sid-1')).toBeDefined()
  })
})
