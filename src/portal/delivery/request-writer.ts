import type { AppState } from '../app-state.js'
import { type CatalogEvent, findEvent } from '../event-catalog.js'
import type { PortalParts } from '../portal-parts.js'
import { randomSecret } from '../random.js'
import type { AccessToken } from '../tokens.js'
import type { User } from '../users.js'
import { runsAs, whyNotCalled } from '../why-not-called.js'
import type { Delivery, DeliveryRequest } from './delivery.js'
import type { Forward } from './forward.js'
import { writeDelivery } from './payload.js'

/** Decides, when a delivery leaves, whether its handler is called, and writes what it gets. */
export interface RequestWriter {
  write(delivery: Delivery): DeliveryRequest | { skipped: string }
  /** What somebody could send who does not know the `application_token`. */
  writeForged(delivery: Delivery): DeliveryRequest
}

/** `farewellTokens`: what farewells are signed with, by delivery. The installation that they are of may be gone when they leave. */
export function createRequestWriter(
  parts: PortalParts,
  farewellTokens: ReadonlyMap<Delivery['id'], string>,
  forward: Forward,
): RequestWriter {
  const { clock, random, origin, memberId, apps, users, handlers, tokens } = parts

  function compose(delivery: Delivery, app: AppState, token?: AccessToken): DeliveryRequest {
    return writeDelivery({
      delivery,
      url: forward(delivery.url),
      app,
      origin,
      memberId,
      now: clock.now(),
      token,
    })
  }

  function issueToken(event: CatalogEvent, app: AppState, userId: User['id'] | undefined) {
    if (userId === undefined || !event.sendsTokens) return undefined
    const grant = { appId: app.id, userId }
    return event.sendsRefreshToken ? tokens.issuePair(grant) : tokens.issue(grant)
  }

  function readSubject({ id, appId, event: eventName }: Delivery): { app: AppState; event: CatalogEvent } {
    const [app, event] = [apps.get(appId), findEvent(eventName)]
    if (app && event) return { app, event }
    throw new Error(`Delivery ${id} is of an app or an event that this portal does not have`)
  }

  function writeFarewell(delivery: Delivery, applicationToken: string): DeliveryRequest {
    const { app, event } = readSubject(delivery)
    // With an installation its tokens die.
    const isOver = app.stage === 'uninstalled' || app.applicationToken !== applicationToken
    const token = isOver ? undefined : issueToken(event, app, runsAs(delivery))
    return compose(delivery, { ...app, applicationToken }, token)
  }

  return {
    write(delivery) {
      const farewellToken = farewellTokens.get(delivery.id)
      if (farewellToken) return writeFarewell(delivery, farewellToken)
      if (!handlers.find(delivery.handlerId)) return { skipped: 'handler removed' }
      const { app, event } = readSubject(delivery)
      const userId = runsAs(delivery)
      const user = userId === undefined ? undefined : users.find(userId)
      const skipped = whyNotCalled({ app, event, user })
      return skipped ? { skipped } : compose(delivery, app, issueToken(event, app, userId))
    },
    writeForged(delivery) {
      const { app } = readSubject(delivery)
      return compose(delivery, { ...app, applicationToken: randomSecret(random) })
    },
  }
}
