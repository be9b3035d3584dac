import type { CallLimits } from 'bx24-events/portal'
import { BORIS } from '../../../support/test-portal.js'

/** An answer that official clients were seen to get to a binding. In each, one thing is wrong with it. */
export interface HttpRefusal {
  readonly event?: string
  readonly authType?: number
  readonly userId?: number
  readonly token?: string
  /** How much later than its token it is sent, in milliseconds. */
  readonly after?: number
  readonly limits?: CallLimits
  readonly status: number
  readonly error: string
  readonly description: string
}

const AN_HOUR = 3_600_000

export const HTTP_REFUSALS: Readonly<Record<string, HttpRefusal>> = {
  'an event that there is not': {
    event: 'OnNothing',
    ...{ status: 400, error: 'ERROR_EVENT_NOT_FOUND', description: 'Event not found' },
  },
  'another user, by one who is no administrator': {
    ...{ userId: BORIS, authType: 3, status: 403, error: 'ACCESS_DENIED' },
    description: 'Access denied! Event binding with AUTH_TYPE requires administrator access rights',
  },
  'a token that there is not': {
    token: 'another',
    ...{ status: 401, error: 'NO_AUTH_FOUND', description: 'Wrong authorization data' },
  },
  'a token past its time': {
    after: AN_HOUR,
    ...{ status: 401, error: 'expired_token', description: 'The access token provided has expired' },
  },
  'a call too many': {
    limits: { capacity: 0 },
    ...{ status: 503, error: 'QUERY_LIMIT_EXCEEDED', description: 'Too many requests' },
  },
}
