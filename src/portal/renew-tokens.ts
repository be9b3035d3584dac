import type { Params } from '../protocol/message.js'
import type { RestAnswer } from '../protocol/rest.js'
import { portalFields, secondsToLive } from './portal-fields.js'
import type { PortalParts } from './portal-parts.js'
import { RestError, toRestError } from './rest/rest-error.js'
import { createRestParams } from './rest/rest-params.js'
import type { Grant } from './tokens.js'

/** What `/oauth/token/` answers, with the names and the units of portals. */
export interface RenewedTokens {
  access_token: string
  refresh_token: string
  /** Until when the access token works: seconds since 1970. */
  expires: number
  /** How long it works, in seconds. */
  expires_in: number
  /** The app's scopes, with commas between. */
  scope: string
  domain: string
  /** The id of the portal. */
  member_id: string
  user_id: number
  /** The address of REST: what a method's name is put behind. */
  client_endpoint: string
  server_endpoint: string
  /** A local app. */
  status: 'L'
}

/** The HTTP status of a renewal, and its body: new tokens, or an error. */
export interface RenewalReply {
  status: number
  answer: RenewedTokens | RestAnswer
}

/**
 * Renews the tokens of an app as its back end does it: `grant_type`, `client_id`, `client_secret`, `refresh_token`.
 * A refresh token is good for one renewal; one that is refused costs none. Never throws. Source: the documentation of OAuth, "Renewing tokens".
 */
export function renewTokens(parts: PortalParts, given: Params): RenewalReply {
  try {
    return { status: 200, answer: renew(parts, given) }
  } catch (error) {
    const { status, answer } = toRestError(error)
    return { status, answer }
  }
}

function renew(parts: PortalParts, given: Params): RenewedTokens {
  const { apps, tokens, users } = parts
  const params = createRestParams(given)
  if (params.text('GRANT_TYPE') !== 'refresh_token') {
    throw new RestError(400, 'unsupported_grant_type', 'Only the grant type refresh_token is supported')
  }
  const app = apps.get(params.text('CLIENT_ID'))
  if (!app || app.clientSecret !== params.text('CLIENT_SECRET')) {
    throw new RestError(401, 'invalid_client', 'Invalid client')
  }
  const token = tokens.findRefreshToken(params.text('REFRESH_TOKEN'), app.id)
  const user = token && users.find(token.userId)
  if (!token || !user?.active || !user.access) throw new RestError(400, 'invalid_grant', 'Invalid grant')
  // Not before all is checked: a renewal that is refused costs no token.
  tokens.spendRefreshToken(token)
  return issueTokens(token, app.scopes, parts)
}

function issueTokens(grant: Grant, scopes: readonly string[], parts: PortalParts): RenewedTokens {
  const { clock, tokens } = parts
  const now = clock.now()
  const pair = tokens.issuePair(grant)
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    expires: Math.floor(pair.expiresAt / 1000),
    expires_in: secondsToLive(pair, now),
    scope: scopes.join(','),
    user_id: pair.userId,
    status: 'L',
    ...portalFields(parts),
  }
}
