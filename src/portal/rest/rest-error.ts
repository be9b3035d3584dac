import type { RestAnswer } from '../../protocol/rest.js'

/** An error that REST answers with. Codes, texts and statuses are those of portals. */
export class RestError extends Error {
  override readonly name = 'RestError'
  readonly status: number
  readonly code: string
  /** What the body has beside the code and the text. */
  readonly details: Record<string, unknown>

  constructor(status: number, code: string, description: string, details: Record<string, unknown> = {}) {
    super(description)
    this.status = status
    this.code = code
    this.details = details
  }

  get answer(): RestAnswer {
    return { error: this.code, error_description: this.message, ...this.details }
  }
}

/**
 * The error that REST answers with. What is none of its own is a fault of the portal: the caller is told just that, and whoever
 * runs the portal sees it in the console.
 */
export function toRestError(error: unknown): RestError {
  if (error instanceof RestError) return error
  console.error(error)
  return new RestError(500, 'INTERNAL_SERVER_ERROR', 'The portal failed. Its console says more.')
}

/** A parameter that is missing or can't be used; the body names it. */
export function argumentError(
  argument: string,
  description = `Argument '${argument}' is null or empty`,
): RestError {
  return new RestError(400, 'ERROR_ARGUMENT', description, { argument })
}

/** There is no room for a call. */
export function limitExceeded(): RestError {
  return new RestError(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests')
}
