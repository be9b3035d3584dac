import { requireApp } from '../caller.js'
import type { Method } from './method.js'

/** Source: the documentation of `event.get`. A user who is no administrator sees the handlers that run as him. */
export const eventGet: Method = ({ parts, caller }) => {
  const { user } = caller
  return parts.handlers
    .ofApp(requireApp(caller).id)
    .filter(({ authType }) => user.admin || authType === user.id)
    .map(({ event, url, authType }) => ({ event, handler: url, auth_type: String(authType), offline: 0 }))
}
