import type { MiddlewareHandler } from 'hono'

/** The framework would carry a HEAD out as the GET: a call with its effects, or a stream that nobody reads and so nobody ends. */
export const refuseHead: MiddlewareHandler = async ({ req, body }, next) =>
  req.method === 'HEAD' ? body(null, 405, { allow: 'GET, POST' }) : next()
