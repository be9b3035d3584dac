import type { MiddlewareHandler } from 'hono'
import { isTrustworthy } from './address.js'

/**
 * Lets in only what the host page itself asks: no other web page can drive the portal, neither across origins nor by a name
 * that was made to resolve to this machine. Browsers send no `Origin` with a GET, which changes nothing here; and no
 * `Sec-Fetch-Site` to a plain http address of a network, whose answers another page can't read all the same.
 */
export function requireSameOrigin(origin: string): MiddlewareHandler {
  const { host } = new URL(origin)
  const isTold = isTrustworthy(origin)
  return async ({ req, text }, next) => {
    const site = req.header('sec-fetch-site')
    const isOwnHost = req.header('host') === host
    const isOwnPage = site === 'same-origin' || (site === undefined && !isTold)
    const isOwnOrigin = req.method === 'GET' || req.header('origin') === origin
    if (isOwnHost && isOwnPage && isOwnOrigin) return next()
    return text(`Only the portal's own page at ${origin} may ask this.`, 403)
  }
}
