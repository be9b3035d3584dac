import { EVENT_CATALOG, isInScopes } from '../../event-catalog.js'
import type { Method } from './method.js'

/** Source: the documentation of `events`. `SCOPE` wins over `FULL`; with neither, what the caller's scopes allow. */
export const events: Method = ({ caller, params }) => {
  const scope = params.text('SCOPE')
  return [...EVENT_CATALOG.values()]
    .filter((event) => {
      if (scope !== '') return event.scope === scope
      return params.flag('FULL') || isInScopes(event, caller.scopes)
    })
    .map(({ name }) => name)
}
