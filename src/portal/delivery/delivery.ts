import type { HandlerFault } from '../faults.js'

/** What becomes of a delivery: it waits, is on its way, and ends in one of the last three states. */
export type DeliveryState = 'queued' | 'sent' | 'answered' | 'failed' | 'skipped'

/** A POST to a handler, as it leaves. */
export interface DeliveryRequest {
  /** Where it is sent: that of the handler, unless another origin stands in for its own (option `forward`). */
  readonly url: string
  readonly method: 'POST'
  readonly headers: Readonly<Record<string, string>>
  /** Form-encoded. */
  readonly body: string
}

/** One call of one handler: what the log of a portal keeps. Times are milliseconds since 1970. */
export interface Delivery {
  /** Counts up from 1. */
  readonly id: number
  readonly handlerId: number
  /** The `client_id` of the handler's app. */
  readonly appId: string
  /** In upper case. */
  readonly event: string
  /** The handler's. */
  readonly url: string
  /** The user whose authorisation the handler gets; 0: the acting user. */
  readonly authType: number
  /** The acting user; `undefined`: a robot. */
  readonly by?: number | undefined
  /** What the event brings along. */
  readonly data: unknown
  /** Sent by somebody who does not know the `application_token`, for a handler to refuse. */
  readonly forged: boolean
  /** The delivery that this one sends again. */
  readonly replayOf?: number | undefined
  readonly raisedAt: number
  state: DeliveryState
  /** While it waits: when it leaves, as the load is now. */
  leavesAt?: number | undefined
  sentAt?: number | undefined
  /** How long the handler took to answer, in milliseconds. */
  duration?: number | undefined
  /** HTTP status of the handler's answer; 0: sent from a page, which may not read it. */
  status?: number | undefined
  /** Why it failed or was skipped. */
  reason?: string | undefined
  /** The fault that it met in place of its handler, which was not called. */
  fault?: HandlerFault | undefined
  /** What was sent. Only the 1,000 newest are kept, and 10,000,000 characters of them, whole as they left. */
  request?: DeliveryRequest | undefined
}

/** Carries a POST to a handler: resolves to what came back, rejects where nothing did. */
export type Deliver = (
  request: DeliveryRequest,
  options: { signal: AbortSignal },
) => Promise<{ status: number }>
