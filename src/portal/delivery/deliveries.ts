import type { AppState } from '../app-state.js'
import { type CatalogEvent, findEvent } from '../event-catalog.js'
import type { Handler, Handlers } from '../handlers.js'
import type { User } from '../users.js'
import type { Farewell } from '../why-not-called.js'
import type { Delivery } from './delivery.js'
import type { Dispatch } from './dispatch.js'
import { subjectFor } from './log.js'

/** An event that has happened. */
export interface RaisedEvent {
  event: CatalogEvent
  data: unknown
  /** The acting user; `undefined`: a robot. */
  by: User['id'] | undefined
  /** Only this app hears of it; `undefined`: all that have bound it. */
  appId: string | undefined
}

/** Whose installation ends, by whom, and what is told of it. */
export interface FarewellOccasion {
  app: AppState
  by: User['id']
  data: unknown
}

/** From what happens to the deliveries that it causes. */
export interface Deliveries {
  raise(event: RaisedEvent): Delivery[]
  /** Tells an app's handlers of the end of its installation. It reaches them even when they are gone by then. */
  sayFarewell(eventName: Farewell, occasion: FarewellOccasion): void
  /** Queues a delivery once more. Throws a `RangeError` where there is none of that number. */
  replay(deliveryId: Delivery['id']): Delivery
  /** Sends a handler what somebody could who does not know the `application_token`, at once. */
  forge(handler: Handler): Promise<Delivery>
}

export function createDeliveries(handlers: Handlers, dispatch: Dispatch): Deliveries {
  return {
    raise: ({ event, data, by, appId }) =>
      [...handlers.ofEvent(event.name, appId)].map((handler) =>
        dispatch.enqueue(subjectFor(handler, { data, by, forged: false })),
      ),
    sayFarewell(eventName, { app, by, data }) {
      for (const handler of handlers.ofEvent(eventName, app.id)) {
        dispatch.enqueue(subjectFor(handler, { data, by, forged: false }), app.applicationToken)
      }
    },
    replay(deliveryId) {
      const replayed = dispatch.find(deliveryId)
      if (!replayed) throw new RangeError(`There is no delivery ${deliveryId}.`)
      const { handlerId, appId, event, url, authType, by, data, forged } = replayed
      const subject = { handlerId, appId, event, url, authType, by, data, forged, replayOf: deliveryId }
      if (forged) return dispatch.sendForged(subject).sent
      return dispatch.enqueue(subject, dispatch.findFarewellToken(deliveryId))
    },
    forge(handler) {
      const { data } = findEvent(handler.event) ?? {}
      return dispatch.sendForged(subjectFor(handler, { data, by: undefined, forged: true })).ended
    },
  }
}
