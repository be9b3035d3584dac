import type { Params } from '../protocol/message.js'
import type { AppState } from './app-state.js'
import { jsonLength, MOST_CHARACTERS } from './json-bounds.js'
import { toPlainJson } from './parse.js'
import { argumentError, RestError } from './rest/rest-error.js'
import type { User } from './users.js'

/** Whose options of an app are meant: those of all its users, or those of one. */
export type OptionsOwner = 'app' | User

/** A copy: what is done to it changes no portal. */
export function readOptions(app: AppState, owner: OptionsOwner): Params {
  return { ...(owner === 'app' ? app.appOptions : app.userOptions.get(owner.id)) }
}

/**
 * Keeps options beside those that there are. Throws a `TypeError` where JSON can't carry one, a `RestError` where they are too many or too
 * large to be kept and copied with the state of the portal; and keeps none then.
 */
export function keepOptions(app: AppState, owner: OptionsOwner, values: Params): void {
  const kept = Object.entries(values).map(([name, value]) => [name, toPlainJson(value, name)])
  const options = { ...readOptions(app, owner), ...Object.fromEntries(kept) }
  if (jsonLength(options, MOST_CHARACTERS) > MOST_CHARACTERS) {
    throw argumentError('options', `The options are more than ${MOST_CHARACTERS} characters in all, as JSON`)
  }
  if (owner === 'app') app.appOptions = options
  else app.userOptions.set(owner.id, options)
}

/** An app's own options are set by administrators only. */
export function requireAdministrator({ admin }: User): void {
  if (!admin) {
    throw new RestError(403, 'ACCESS_DENIED', 'Access denied! Administrator authorization required')
  }
}
