/** The codes that this library itself gives. All others are the portal's own. They are API; the texts beside them are not. */
export type ClientErrorCode =
  /** The page is not in a portal's frame. */
  | 'NOT_EMBEDDED'
  /** `allowedPortals` does not have this portal, or the frame's name and the page around it disagree. */
  | 'PORTAL_NOT_ALLOWED'
  /** No answer in time. */
  | 'TIMEOUT'
  /** The client was closed. */
  | 'CLOSED'
  /** The call's `signal` was aborted; only callbacks see this code, promises reject with the signal's reason. */
  | 'ABORTED'
  /** The answer can't be read. */
  | 'BAD_ANSWER'
  /**
   * The request did not get through, or its answer did not: it may have been carried out. A `Content-Security-Policy` of the app
   * needs the portal in its `connect-src`.
   */
  | 'NETWORK'
  /** `route: 'message'`, and this portal's page has no command for the call. */
  | 'NOT_SUPPORTED'
  /** A part of `syncHandlers` failed: what was done is on the error, a `SyncError`. */
  | 'SYNC_FAILED'
  /** The page gave no new token, or did not answer. */
  | 'TOKEN_NOT_RENEWED'

/** Codes of the portal are open: this type completes ours and takes any other. */
export type ErrorCode = ClientErrorCode | (string & Record<never, never>)

/** What an error has beside its code and text. */
export interface BX24ErrorOptions {
  /** HTTP status of the answer, 0 (the default) where there was none. */
  status?: number
  /** The REST method, or the page's command, that failed. */
  method?: string | undefined
  /** What it was caused by. Default: none. */
  cause?: unknown
}

/**
 * A call that failed. `JSON.stringify` writes its code, description, status and method. It is also what a callback gets from
 * `result.error()`, hence the methods named as in `BX24`. `cause` is the portal's whole answer, or what the call was ended by, if anything.
 */
export class BX24Error extends Error {
  override readonly name = 'BX24Error'
  /** One of `ClientErrorCode`, or the portal's own, such as `ACCESS_DENIED`. */
  declare readonly code: ErrorCode
  /** What the error says beside that: the portal's text, or ours. It may be empty. */
  declare readonly description: string
  /** HTTP status of the portal's answer, 0 where there was none. */
  declare readonly status: number
  /** The REST method, or the page's command, that failed. */
  declare readonly method?: string

  constructor(code: ErrorCode, description: string, where: BX24ErrorOptions = {}) {
    super(description ? `${code}: ${description}` : code, where)
    Object.assign(this, { code, description, status: 0, ...where })
  }

  /** Code and text by the names that REST gives them, as in `BX24`. */
  get ex(): { error: ErrorCode; error_description: string } {
    return { error: this.code, error_description: this.description }
  }

  /** The same as `ex`. */
  getError(): { error: ErrorCode; error_description: string } {
    return this.ex
  }

  /** The same as `status`. */
  getStatus(): number {
    return this.status
  }

  /** `CODE: description (status)`, as `BX24` writes it. */
  override toString(): string {
    return `${this.message} (${this.status})`
  }
}

/** Whatever a promise rejects with, as an error of ours; by default it is the reason of a signal. */
export function asBX24Error(cause: unknown, code: ErrorCode = 'ABORTED', method?: string): BX24Error {
  return cause instanceof BX24Error ? cause : new BX24Error(code, String(cause), { method, cause })
}
