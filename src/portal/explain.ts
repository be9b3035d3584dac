import type { AppState } from './app-state.js'
import { type CatalogEvent, describeUnknownEvent, findEvent, isInScopes } from './event-catalog.js'
import type { Handler } from './handlers.js'
import type { PortalParts } from './portal-parts.js'
import type { User } from './users.js'
import { isFarewell, runsAs, whyNotCalled } from './why-not-called.js'

/** What is to be explained. */
export interface ExplainOptions {
  /** Name of the event, in any case. */
  event: string
  /** The acting user. Absent: a robot. */
  by?: User['id'] | undefined
}

/** Whether one handler would be called, and if not, why. */
export interface ExplainedHandler extends Pick<Handler, 'appId' | 'url' | 'authType'> {
  handlerId: Handler['id']
  called: boolean
  /** Why it is not called. */
  reason?: string
}

/** What would happen if the event were raised now; `ONAPPUPDATE` and `ONAPPUNINSTALL`: if the app took that step. */
export interface Explanation {
  /** In upper case. */
  event: string
  /** Those that are bound to it, of all apps. */
  handlers: ExplainedHandler[]
  /** Where no handler is there to be called: what may be wrong. */
  hints: string[]
}

/** Throws a `RangeError` where there is no such user. */
export type Explain = (options: ExplainOptions) => Explanation

export function createExplain({ apps, users, handlers }: PortalParts): Explain {
  function findReason({ appId, authType }: Handler, event: CatalogEvent, by: User['id'] | undefined) {
    const userId = runsAs({ authType, by })
    const app = apps.get(appId)
    if (!app) return 'app removed'
    if (isFarewell(event.name)) return undefined
    return whyNotCalled({ app, event, user: userId === undefined ? undefined : users.find(userId) })
  }

  function explainHandler(
    handler: Handler,
    event: CatalogEvent,
    by: User['id'] | undefined,
  ): ExplainedHandler {
    const { id: handlerId, appId, url, authType } = handler
    const reason = findReason(handler, event, by)
    return { handlerId, appId, url, authType, called: !reason, ...(reason ? { reason } : {}) }
  }

  return ({ event: name, by }) => {
    if (by !== undefined) users.get(by)
    const event = findEvent(name)
    if (!event) return { event: name.toUpperCase(), handlers: [], hints: [describeUnknownEvent(name)] }
    const explained = handlers.ofEvent(event.name).map((handler) => explainHandler(handler, event, by))
    const hints = explained.length > 0 ? [] : hintsFor(event, [...apps.values()])
    return { event: event.name, handlers: explained, hints }
  }
}

function hintsFor(event: CatalogEvent, apps: readonly AppState[]): string[] {
  const withoutScope = apps.filter(({ scopes }) => !isInScopes(event, scopes))
  return [
    `Nobody has bound ${event.name}.`,
    ...withoutScope.map(({ title }) => `${title} needs scope ${event.scope} to bind it.`),
  ]
}
