import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'

/** Ends the connection of a request: it gets no answer. Throws where there is none, as in a test without a server. */
export function cutConnection({ env }: Context<{ Bindings: Partial<HttpBindings> }>): Response {
  const { outgoing } = env
  if (!outgoing?.socket) throw new Error('There is no connection that could be cut.')
  // A browser makes a request once more by itself where a connection that it has used before ends without a byte of an answer.
  outgoing.writeProcessing()
  outgoing.socket.destroySoon()
  return RESPONSE_ALREADY_SENT
}

/** Ends the connection of a request with its answer: what is left of a body that is not read would stand before the next request. */
export function endConnection(context: Context): void {
  context.header('connection', 'close')
}
