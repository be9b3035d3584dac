import { BX24Error } from './error.js'

/** The token of this opening of the app, with the names that `BX24.getAuth()` gives them. */
export interface Auth {
  /** What REST is called with: it speaks for the app and the user who has it open. */
  access_token: string
  /** For the app's back end, which gets a new pair for it (documentation of OAuth, "Renewing tokens"). */
  refresh_token: string
  /** When it expires, in milliseconds since 1970. */
  expires_in: number
  /** The portal's host. */
  domain: string
  /** The id of the portal, which stays when its host changes. */
  member_id: string
}

/** A token with less than that to live, in milliseconds, may have expired by the time that a request arrives. */
export const TO_ARRIVE = 5_000

/** `before`: what was told earlier, and need not be told anew. */
export function readAuth(told: unknown, before = {}): Auth {
  if (typeof Object(told).AUTH_ID !== 'string') throw new BX24Error('BAD_ANSWER', 'No AUTH_ID')
  const data = { ...before, ...Object(told) }
  return {
    access_token: data.AUTH_ID,
    refresh_token: data.REFRESH_ID,
    expires_in: Date.now() + data.AUTH_EXPIRES * 1000,
    domain: data.DOMAIN,
    member_id: data.MEMBER_ID,
  }
}
