import { readEventTarget } from './event-target.js'
import type { Method } from './method.js'

/** Source: the documentation of `event.unbind`. Without `auth_type`: the handlers of all users. */
export const eventUnbind: Method = (call) => {
  const { length: count } = call.parts.handlers.remove(readEventTarget(call, 'unbinding'))
  return { count }
}
