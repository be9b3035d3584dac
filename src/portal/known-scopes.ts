import { BASIC_SCOPE, SCOPES } from './event-catalog.js'
import { askWhetherMeant } from './near.js'
import { USER_SCOPES } from './rest/methods/user-get.js'

/** The permission scopes that an event or a method of the portal asks for. Live portals have more of them. */
const KNOWN_SCOPES: ReadonlySet<string> = new Set([BASIC_SCOPE, ...SCOPES, ...USER_SCOPES])

/** Says of each scope that does nothing in this portal that it does not, and which there are that are written almost like it. */
export function describeUnknownScopes(scopes: readonly string[]): string[] {
  return scopes
    .filter((scope) => !KNOWN_SCOPES.has(scope))
    .map((scope) => {
      const question = askWhetherMeant(scope.toLowerCase(), KNOWN_SCOPES)
      return `No event and no method of this portal asks for the scope ${scope}.${question}`
    })
}
