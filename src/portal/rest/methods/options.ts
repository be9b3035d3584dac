import { isRecord } from '../../../protocol/message.js'
import { keepOptions, type OptionsOwner, readOptions, requireAdministrator } from '../../app-options.js'
import type { AppState } from '../../app-state.js'
import { requireAppContext } from '../caller.js'
import { argumentError } from '../rest-error.js'
import type { RestParams } from '../rest-params.js'
import type { Method } from './method.js'

/** Source: the documentation of `app.option.get`. */
export const appOptionGet: Method = ({ caller, params }) =>
  answerOptions(requireAppContext(caller), 'app', params)

/** Source: the documentation of `app.option.set`. */
export const appOptionSet: Method = ({ caller, params }) => {
  const app = requireAppContext(caller)
  requireAdministrator(caller.user)
  return saveOptions(app, 'app', params)
}

/** Source: the documentation of `user.option.get`. */
export const userOptionGet: Method = ({ caller, params }) =>
  answerOptions(requireAppContext(caller), caller.user, params)

/** Source: the documentation of `user.option.set`. */
export const userOptionSet: Method = ({ caller, params }) =>
  saveOptions(requireAppContext(caller), caller.user, params)

/** One option, or null where there is none of that name; without a name all of them: an empty list where there are none. */
function answerOptions(app: AppState, owner: OptionsOwner, params: RestParams): unknown {
  const options = new Map(Object.entries(readOptions(app, owner)))
  const name = params.text('OPTION')
  if (name !== '') return options.get(name) ?? null
  return options.size === 0 ? [] : Object.fromEntries(options)
}

function saveOptions(app: AppState, owner: OptionsOwner, params: RestParams): true {
  const given = params.get('OPTIONS')
  const values = isRecord(given) ? given : {}
  if (Object.keys(values).length === 0) throw argumentError('options')
  keepOptions(app, owner, values)
  return true
}
