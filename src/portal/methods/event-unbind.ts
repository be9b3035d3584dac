import { readEventTarget } from './event-target.js'
import type { Method } from './method.js'

/** Source: the documentation of `event.unbind`. Without `auth_type`: the handlers of all users. */
export const eventUnbind: Method = (call) => {
  const { handlers, changes } = call.portal
  const { length: count } = handlers.remove(readEventTarget(call, 'unbinding'))
  if (count > 0) changes.tell({ type: 'handlers' })
  return { count }
}
