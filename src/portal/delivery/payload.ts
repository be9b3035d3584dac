import type { AppState } from '../app-state.js'
import { portalFields, secondsToLive } from '../portal-fields.js'
import type { AccessToken, TokenPair } from '../tokens.js'
import type { Delivery, DeliveryRequest } from './delivery.js'
import { writeDeliveryForm } from './form.js'

export interface PayloadOptions {
  delivery: Delivery
  /** Where it is sent. */
  url: string
  app: AppState
  /** The portal's origin. */
  origin: string
  memberId: string
  /** Milliseconds since 1970. */
  now: number
  /** What the handler is given to call REST with; `undefined`: a robot acted, or the event carries none. */
  token?: AccessToken | TokenPair | undefined
}

/** Writes the POST that a handler gets. Source: the documentation of event handlers, "What the handler receives". */
export function writeDelivery(options: PayloadOptions): DeliveryRequest {
  const { delivery, now } = options
  return {
    url: options.url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: writeDeliveryForm({
      event: delivery.event,
      event_handler_id: delivery.handlerId,
      data: delivery.data,
      ts: Math.floor(now / 1000),
      auth: {
        ...tokenFields(options),
        ...portalFields(options),
        application_token: options.app.applicationToken,
      },
    }),
  }
}

function tokenFields({ app, now, token }: PayloadOptions): Record<string, unknown> {
  if (!token) return {}
  return {
    access_token: token.accessToken,
    ...('refreshToken' in token ? { refresh_token: token.refreshToken } : {}),
    expires_in: secondsToLive(token, now),
    scope: app.scopes.join(','),
    // A local app, which is what this portal has.
    status: 'L',
    user_id: token.userId,
  }
}
