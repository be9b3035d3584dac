import { describe, expect, it } from 'vitest'
import { findFramingHeader } from '../../../src/server/framing.js'

const PORTAL = 'http://localhost:5174'

/** What forbids the portal to frame an app at this address. */
function find(headers: Record<string, string>, url = 'http://127.0.0.1:3000/', portal = PORTAL) {
  return findFramingHeader({ headers: new Headers(headers), url }, portal)
}

const csp = (policy: string) => ({ 'content-security-policy': policy })

describe('an app may be framed', () => {
  it.each([
    {},
    { 'x-frame-options': 'ALLOW-FROM https://example.com' },
    { 'x-frame-options': 'ALLOWALL' },
    csp("default-src 'self'; script-src 'none'"),
    csp('frame-ancestors *'),
    csp(`frame-ancestors ${PORTAL}`),
    csp('frame-ancestors HTTP://LOCALHOST:5174/anything'),
    csp("frame-ancestors 'self' https://*.bitrix24.com localhost:*"),
    csp('default-src *; Frame-Ancestors http:'),
    csp('frame-ancestors *:5174'),
    { ...csp('frame-ancestors *'), 'x-frame-options': 'DENY' },
  ])('with %j', (headers) => {
    expect(find(headers)).toBeUndefined()
  })

  it('by a portal that stands at the standard port, or is of https where http is named', () => {
    expect(find(csp('frame-ancestors http://localhost'), undefined, 'http://localhost')).toBeUndefined()
    expect(find(csp('frame-ancestors http:'), undefined, 'https://a.example')).toBeUndefined()
    expect(find(csp('frame-ancestors a.example:443'), undefined, 'https://a.example')).toBeUndefined()
    expect(find(csp('frame-ancestors *.example'), 'https://b.example/', 'https://a.example')).toBeUndefined()
  })

  it('by itself, where that is all it admits', () => {
    for (const headers of [csp("frame-ancestors 'self'"), { 'x-frame-options': 'SAMEORIGIN' }])
      expect(find(headers, `${PORTAL}/app`)).toBeUndefined()
  })
})

describe('an app may not be framed, and the header is named', () => {
  it.each([
    [{ 'x-frame-options': 'DENY' }, 'X-Frame-Options: DENY'],
    [{ 'x-frame-options': 'sameorigin' }, 'X-Frame-Options: sameorigin'],
    [{ 'x-frame-options': 'DENY, ALLOWALL' }, 'X-Frame-Options: DENY, ALLOWALL'],
    [{ 'x-frame-options': 'none, DENY' }, 'X-Frame-Options: none, DENY'],
    [csp("frame-ancestors 'none'"), "Content-Security-Policy: frame-ancestors 'none'"],
    [csp("default-src *; frame-ancestors 'self'"), "Content-Security-Policy: frame-ancestors 'self'"],
    [csp('frame-ancestors'), 'Content-Security-Policy: frame-ancestors'],
    [
      csp('frame-ancestors https://*.bitrix24.com'),
      'Content-Security-Policy: frame-ancestors https://*.bitrix24.com',
    ],
    [csp('frame-ancestors localhost'), 'Content-Security-Policy: frame-ancestors localhost'],
    [csp('frame-ancestors localhost:51744'), 'Content-Security-Policy: frame-ancestors localhost:51744'],
    [csp('frame-ancestors https:'), 'Content-Security-Policy: frame-ancestors https:'],
    [csp('frame-ancestors *.localhost:5174'), 'Content-Security-Policy: frame-ancestors *.localhost:5174'],
    [csp("frame-ancestors *, frame-ancestors 'none'"), "Content-Security-Policy: frame-ancestors 'none'"],
  ])('%j', (headers, says) => {
    expect(find(headers)).toBe(says)
  })

  it('where it is of https and names no scheme', () => {
    expect(find(csp('frame-ancestors localhost:5174'), 'https://app.example.com/')).toBeDefined()
    expect(find(csp('frame-ancestors localhost:5174'), 'http://app.example.com/')).toBeUndefined()
  })
})
