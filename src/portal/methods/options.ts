import { isRecord } from '../../protocol/message.js'
import { keepOptions, type OptionsOwner, readOptions } from '../app-options.js'
import type { AppState } from '../app-state.js'
import { argumentError } from '../rest-error.js'
import type { RestParams } from '../rest-params.js'

/** One option, or null where there is none of that name; without a name all of them: an empty list where there are none. */
export function answerOptions(app: AppState, owner: OptionsOwner, params: RestParams): unknown {
  const options = new Map(Object.entries(readOptions(app, owner)))
  const name = params.text('OPTION')
  if (name !== '') return options.get(name) ?? null
  return options.size === 0 ? [] : Object.fromEntries(options)
}

export function saveOptions(app: AppState, owner: OptionsOwner, params: RestParams): true {
  const given = params.get('OPTIONS')
  const values = isRecord(given) ? given : {}
  if (Object.keys(values).length === 0) throw argumentError('options')
  keepOptions(app, owner, values)
  return true
}
