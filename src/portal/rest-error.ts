import type { RestAnswer } from '../protocol/rest.js'

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

/** A parameter that is missing or can't be used; the body names it. */
export function argumentError(
  argument: string,
  description = `Argument '${argument}' is null or empty`,
): RestError {
  return new RestError(400, 'ERROR_ARGUMENT', description, { argument })
}
