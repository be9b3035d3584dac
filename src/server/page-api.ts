import type { Delivery } from '../portal/delivery/delivery.js'
import type { Handler } from '../portal/handlers.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import type { User } from '../portal/users.js'

/** An app, as the host page shows it. */
export type PageApp = Pick<PortalApp, 'id' | 'title' | 'url' | 'scopes' | 'version' | 'stage'>

/** All that the host page shows of the portal. `GET /api/live` sends it as its first event, named `state`. */
export interface PageState extends Pick<Portal, 'origin' | 'rules' | 'language' | 'baseDelay'> {
  load: number
  app: PageApp
  users: User[]
  handlers: Handler[]
  /** The newest 500, the oldest of them first. */
  deliveries: Delivery[]
}

/**
 * What has changed since, as the events of `GET /api/live` named `update` tell it: whole parts of the state, but of the deliveries only
 * those that are new or other than they were.
 */
export type PageUpdate = Partial<Pick<PageState, 'load' | 'app' | 'users' | 'handlers' | 'deliveries'>>
