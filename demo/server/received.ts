/** What the app's back end tells its page about the POSTs that reached the handler. */

/** What came of calling the portal with a POST's own token. */
export type RestOutcome =
  | { readonly state: 'pending'; readonly method: string }
  | { readonly state: 'answered'; readonly method: string; readonly status: number; readonly answer: unknown }
  | { readonly state: 'failed'; readonly method: string; readonly reason: string }
  | { readonly state: 'none'; readonly reason: string }

/** One POST that reached the handler. */
export interface Received {
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Whether it brought the application_token that the app learned at its installation. */
  readonly verified: boolean
  /** Why it was refused. */
  readonly refused?: string
  /** What it did to the application_token that the app keeps. */
  readonly secret?: 'learned' | 'forgotten' | undefined
  readonly event: string
  /** The portal's number of the handler. */
  readonly handlerId: string
  readonly data: unknown
  readonly auth: Readonly<Record<string, unknown>>
  /** The body as it was sent. */
  readonly raw: string
  readonly rest: RestOutcome
}
