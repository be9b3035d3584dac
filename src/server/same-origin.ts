import type { MiddlewareHandler } from 'hono'

/**
 * Lets in only what the host page itself asks: no other web page can drive the portal, neither across origins nor by a name
 * that was made to resolve to this machine. Browsers send no `Origin` with a GET, which changes nothing here.
 */
export function requireSameOrigin(origin: string): MiddlewareHandler {
  const { host } = new URL(origin)
  return async ({ req, text }, next) => {
    const isOwnHost = req.header('host') === host
    const isOwnPage = req.header('sec-fetch-site') === 'same-origin'
    const isOwnOrigin = req.method === 'GET' || req.header('origin') === origin
    if (isOwnHost && isOwnPage && isOwnOrigin) return next()
    return text(`Only the portal's own page at ${origin} may ask this.`, 403)
  }
}
