import type { AppState } from '../app-state.js'
import type { User } from '../users.js'
import { RestError } from './rest-error.js'

/** Who makes a call of REST: a user, through an app or through a webhook. */
export interface Caller {
  readonly user: User
  /** `undefined`: a webhook, which is an administrator's key without an app. */
  readonly app: AppState | undefined
  readonly scopes: readonly string[]
  /** Whose calls are counted together against the limits; `undefined`: they are not counted. */
  readonly countedAs: string | undefined
}

/** The app that calls. Throws where a webhook does, which the event methods refuse. */
export function requireApp({ app }: Caller): AppState {
  if (app) return app
  throw new RestError(403, 'WRONG_AUTH_TYPE', 'Current authorization type is denied for this method')
}

/** The same, as the methods about an app itself refuse a webhook. */
export function requireAppContext({ app }: Caller): AppState {
  if (app) return app
  throw new RestError(403, 'ACCESS_DENIED', 'Access denied! Application context required')
}
