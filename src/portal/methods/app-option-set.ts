import { requireAdministrator } from '../app-options.js'
import { requireAppContext } from '../caller.js'
import type { Method } from './method.js'
import { saveOptions } from './options.js'

/** Source: the documentation of `app.option.set`. */
export const appOptionSet: Method = ({ caller, params }) => {
  const app = requireAppContext(caller)
  requireAdministrator(caller.user)
  return saveOptions(app, 'app', params)
}
