import type { AppState } from './app-state.js'
import type { Delivery } from './delivery/delivery.js'
import { type CatalogEvent, isInScopes } from './event-catalog.js'
import type { User } from './users.js'

/** Whom a handler would be called for. */
export interface Calling {
  app: AppState
  event: CatalogEvent
  /** The user whose authorisation the handler gets; `undefined`: a robot acted. */
  user: User | undefined
}

/**
 * Why a handler is not called, or `undefined` where it is. Decided when the delivery leaves the queue, not when the event is
 * raised. Source: the documentation of event handlers: it depends on the permissions of the user whose authorisation is used,
 * and no event is sent before the installation is finished.
 */
export function whyNotCalled({ app, event, user }: Calling): string | undefined {
  if (app.stage === 'uninstalled') return 'app uninstalled'
  if (app.stage === 'installing') return 'installation not finished'
  if (!isInScopes(event, app.scopes)) return `the app has no scope ${event.scope}`
  if (!user) return undefined
  if (!user.active) return `user ${user.id} is inactive`
  if (!user.access) return `the app is not open to user ${user.id}`
  if (user.scopes && !isInScopes(event, user.scopes)) return `user ${user.id} has no rights in ${event.scope}`
  return undefined
}

/** The user whose authorisation a handler gets; `undefined`: a robot acted, and the handler names nobody. */
export function runsAs({ authType, by }: Pick<Delivery, 'authType' | 'by'>): User['id'] | undefined {
  return authType || by
}

/** What the handlers of an app are told when its installation ends. */
export type Farewell = 'ONAPPUPDATE' | 'ONAPPUNINSTALL'

/**
 * Whether an event is the farewell of an installation. A step in the life of the app sends it whatever state the app and the
 * user are in: it says that they have changed.
 */
export function isFarewell(eventName: string): eventName is Farewell {
  return eventName === 'ONAPPUPDATE' || eventName === 'ONAPPUNINSTALL'
}
