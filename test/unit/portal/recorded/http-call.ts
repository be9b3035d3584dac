/** A handler of an event: its name, the URL, and the user whose authorisation it gets. */
export type Bound = readonly [event: string, url: string, authType: number]

/** A call of REST that an official client was seen to make from an app, and what a portal makes of it. */
export interface HttpCall {
  readonly path: string
  readonly contentType: string
  /** Writes the body, given the token. */
  readonly body: (auth: string) => string
  /** Who calls. Default: Anna, an administrator. */
  readonly userId?: number
  readonly status: number
  /** `result` of the answer; absent where it is an error. */
  readonly result?: unknown
  readonly error?: string
  /** The users of the handlers that `URL_OF_HANDLER` has for `OnAppUpdate` before. Default: there is none. */
  readonly before?: readonly number[]
  /** All handlers that there are then. Default: as before. */
  readonly after?: readonly Bound[]
}

export const URL_OF_HANDLER = 'http://x.y/h'

export const boundFor = (...authTypes: readonly number[]): readonly Bound[] =>
  authTypes.map((authType) => ['ONAPPUPDATE', URL_OF_HANDLER, authType])

export const refused = (status: number, error: string) => ({ status, error })

/** Binds a handler where there is none. */
export const binds = (authType = 0) => ({ status: 200, result: true, after: boundFor(authType) })

/** Unbinds, where there is one of the acting user and one of another, all but those that are left. */
export const unbindsAllBut = (...left: readonly number[]) => ({
  ...{ before: BEFORE_UNBINDING, status: 200, result: { count: BEFORE_UNBINDING.length - left.length } },
  after: boundFor(...left),
})

const BEFORE_UNBINDING = [0, 3]

/** Lists a handler that there is. */
export const LISTS = {
  ...{ before: [0], status: 200 },
  result: [{ event: 'ONAPPUPDATE', handler: URL_OF_HANDLER, auth_type: '0', offline: 0 }],
}
