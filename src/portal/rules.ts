import type { Handler } from './handlers.js'
import type { Caller } from './rest/caller.js'
import { RestError } from './rest/rest-error.js'

/**
 * The rule sets. `documented`, what the vendor's documentation says: administrators bind; an app has one handler for each event and
 * user; a new version deletes them. `current`, what portals of today do: anyone binds, who is no administrator only for himself; an
 * app has one handler for each event, user and URL; a new version keeps them.
 */
export type RuleSet = 'documented' | 'current'

/** What the rule sets differ in. */
export interface Rules {
  /**
   * The user that a binding or unbinding is about, from the one that the caller names (`undefined`: none).
   * Throws where the caller has not the right. Source: the documentation of `event.bind`, "Administrator rights".
   */
  authTypeFor<T extends number | undefined>(
    caller: Caller,
    named: T,
    action: 'binding' | 'unbinding',
  ): T | number
  /** Handlers of one place exclude one another. Source: the documentation of `event.bind`, parameter `auth_type`. */
  placeOf(handler: Pick<Handler, 'appId' | 'event' | 'authType' | 'url'>): string
  /** Whether handlers outlive a new version of their app. Source: the documentation of event handlers, "Deleting handlers". */
  readonly keepsHandlers: boolean
}

const documented: Rules = {
  authTypeFor(caller, named, action) {
    if (caller.user.admin) return named
    throw accessDenied(action, (named ?? 0) > 0)
  },
  placeOf: ({ appId, event, authType }) => `${appId}\n${event}\n${authType}`,
  keepsHandlers: false,
}

const current: Rules = {
  authTypeFor({ user }, named, action) {
    if (user.admin) return named
    if (named && named !== user.id) throw accessDenied(action, true)
    return user.id
  },
  placeOf: ({ url, ...handler }) => `${documented.placeOf({ url, ...handler })}\n${url}`,
  keepsHandlers: true,
}

function accessDenied(action: 'binding' | 'unbinding', namesUser: boolean): RestError {
  const what = `Event ${action}${namesUser ? ' with AUTH_TYPE' : ''}`
  return new RestError(403, 'ACCESS_DENIED', `Access denied! ${what} requires administrator access rights`)
}

export const RULES: Readonly<Record<RuleSet, Rules>> = { documented, current }
