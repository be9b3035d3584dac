import type { PortalParts } from './portal-parts.js'
import type { AccessToken } from './tokens.js'

/** What a back end is told of the portal, in each delivery and with renewed tokens. */
export function portalFields({ origin, memberId }: Pick<PortalParts, 'origin' | 'memberId'>) {
  return {
    domain: new URL(origin).host,
    server_endpoint: `${origin}/rest/`,
    client_endpoint: `${origin}/rest/`,
    member_id: memberId,
  }
}

/** How many whole seconds a token still works. `now`: milliseconds since 1970. */
export function secondsToLive({ expiresAt }: Pick<AccessToken, 'expiresAt'>, now: number): number {
  return Math.floor((expiresAt - now) / 1000)
}
