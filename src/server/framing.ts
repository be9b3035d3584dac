/** The headers of an answer, and the address that it came from. */
export type FramedAnswer = Pick<Response, 'headers' | 'url'>

/**
 * The header by which an app forbids the portal's page to frame it, as it was sent; `undefined`: it does not.
 * Sources: "CSP: frame-ancestors" and "The X-Frame-Options header" of the HTML standard, where the first wins over the second.
 */
export function findFramingHeader({ headers, url }: FramedAnswer, portalOrigin: string): string | undefined {
  const policy = headers.get('content-security-policy') ?? ''
  const ancestors = policy
    .split(/[,;]/)
    .map((directive) => directive.trim())
    .filter((directive) => /^frame-ancestors(\s|$)/i.test(directive))
  if (ancestors.length > 0) {
    const forbidding = ancestors.find((directive) => !admits(directive, { url, portalOrigin }))
    return forbidding && `Content-Security-Policy: ${forbidding}`
  }
  const options = headers.get('x-frame-options') ?? ''
  return isForbidden(options, { url, portalOrigin }) ? `X-Frame-Options: ${options}` : undefined
}

interface Framing {
  /** Of the app. */
  url: string
  portalOrigin: string
}

function admits(directive: string, framing: Framing): boolean {
  const [, ...sources] = directive.split(/\s+/)
  return sources.some((source) => isAdmittedBy(source.toLowerCase(), framing))
}

/** The scheme, the host with its wildcard, and the port: what a source may say of an origin. A path says nothing of it. */
const SOURCE = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[\w.-]+|\[[\da-f:]+\])(?::(\d+|\*))?(?:\/.*)?$/

function isAdmittedBy(source: string, { url, portalOrigin }: Framing): boolean {
  const portal = new URL(portalOrigin)
  if (source === "'self'") return new URL(url).origin === portal.origin
  if (source === '*') return true
  if (/^[a-z][a-z\d+.-]*:$/.test(source)) return isScheme(source.slice(0, -1), portal)
  const [, scheme = new URL(url).protocol.slice(0, -1), host, port] = SOURCE.exec(source) ?? []
  if (host === undefined) return false
  return isScheme(scheme, portal) && isHost(host, portal) && isPort(port, portal)
}

/** What is said of http holds for https too. */
function isScheme(scheme: string, { protocol }: URL): boolean {
  return `${scheme}:` === protocol || (scheme === 'http' && protocol === 'https:')
}

function isHost(host: string, { hostname }: URL): boolean {
  if (host === '*') return true
  return host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host
}

function isPort(port: string | undefined, portal: URL): boolean {
  if (port === '*') return true
  const standard = portal.protocol === 'https:' ? '443' : '80'
  return (port ?? standard) === (portal.port || standard)
}

/** Browsers heed these two values, and forbid where they stand beside another one. */
function isForbidden(options: string, { url, portalOrigin }: Framing): boolean {
  const values = new Set(options.split(',').map((value) => value.trim().toLowerCase()))
  if (values.size > 1) return ['deny', 'sameorigin', 'allowall'].some((value) => values.has(value))
  return (
    values.has('deny') || (values.has('sameorigin') && new URL(url).origin !== new URL(portalOrigin).origin)
  )
}
