import { requireApp } from '../caller.js'
import type { Method } from './method.js'

/** Source: the documentation of `event.test`. Raises `ONAPPTEST` for the app that calls, as the user who calls. */
export const eventTest: Method = ({ parts, raise, caller, params }) => {
  const data = { QUERY: params.asSent, LANGUAGE_ID: parts.language }
  raise('ONAPPTEST', { app: requireApp(caller).id, by: caller.user.id, data })
  return 1
}
