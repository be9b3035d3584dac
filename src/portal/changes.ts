import type { Delivery } from './delivery/delivery.js'
import type { Emitter } from './emitter.js'
import type { PortalFaults } from './faults.js'
import type { User } from './users.js'

/** What has changed in a portal. */
export type PortalChange =
  | { readonly type: 'handlers' }
  | { readonly type: 'delivery'; readonly delivery: Delivery }
  | { readonly type: 'user'; readonly user: User }
  | { readonly type: 'app'; readonly appId: string }
  | { readonly type: 'load'; readonly load: number }
  /** Access tokens have expired, or live for another time from now on. */
  | { readonly type: 'tokens' }
  | { readonly type: 'faults'; readonly faults: PortalFaults }

/** Whoever changes something in a portal tells it here. */
export type Changes = Emitter<PortalChange>

/** Told of every change. What it throws reaches the error handling of the page or the process, and no other listener. */
export type ChangeListener = (change: PortalChange) => void
