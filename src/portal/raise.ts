import type { AppState } from './app-state.js'
import type { Deliveries } from './delivery/deliveries.js'
import type { Delivery } from './delivery/delivery.js'
import { describeUnknownEvent, findEvent } from './event-catalog.js'
import { toPlainJson } from './parse.js'
import type { PortalParts } from './portal-parts.js'
import type { User } from './users.js'

/** Who lets an event happen, and what it brings along. */
export interface RaiseOptions {
  /** The acting user. Absent: a robot, for whom handlers that name no user get no tokens. */
  by?: User['id']
  /** What the event brings along: what JSON can carry. Default: the sample of the catalog. */
  data?: unknown
  /** The `client_id` of the app that is to hear of it. Default: all that have bound the event. */
  app?: AppState['id']
}

/**
 * Lets an event happen, and answers with the deliveries that it causes.
 * Throws a `RangeError` where there is no such event, user or app, a `TypeError` where JSON can't carry the data.
 */
export type Raise = (event: string, options?: RaiseOptions) => Delivery[]

export function createRaise({ apps, users }: PortalParts, deliveries: Deliveries): Raise {
  return (eventName, { by, app: appId, ...given } = {}) => {
    const event = findEvent(eventName)
    if (!event) throw new RangeError(describeUnknownEvent(eventName))
    if (appId !== undefined && !apps.has(appId)) throw new RangeError(`The portal has no app ${appId}.`)
    if (by !== undefined) users.get(by)
    // A copy, since the delivery leaves later, and who raised the event may go on with his data.
    const data = toPlainJson('data' in given ? given.data : event.data, 'data')
    return deliveries.raise({ event, by, appId, data })
  }
}
