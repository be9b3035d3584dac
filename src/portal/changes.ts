import type { Delivery } from './delivery/delivery.js'
import { tell } from './tell.js'
import type { User } from './users.js'

/** What has changed in a portal. */
export type PortalChange =
  | { readonly type: 'handlers' }
  | { readonly type: 'delivery'; readonly delivery: Delivery }
  | { readonly type: 'user'; readonly user: User }
  | { readonly type: 'app'; readonly appId: string }
  | { readonly type: 'load'; readonly load: number }

/** Told of every change. What it throws reaches the error handling of the page or the process, and no other listener. */
export type ChangeListener = (change: PortalChange) => void

export interface Changes {
  tell(change: PortalChange): void
  /** Answers with what ends the subscription. */
  subscribe(listener: ChangeListener): () => void
}

export function createChanges(): Changes {
  const listeners = new Set<ChangeListener>()

  return {
    tell(change) {
      for (const listener of [...listeners]) tell(listener, change)
    },
    subscribe(given) {
      // Wrapped, so that each subscription has its own end, even of one listener.
      const listener: ChangeListener = (change) => given(change)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
