import { BX24Error } from 'bx24-events'
import type { Failure } from './state.js'

/** What a failed call is shown as: the portal's own error, or whatever else went wrong. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof BX24Error) return { code: error.code, text: error.description, status: error.status }
  if (error instanceof Error) return { code: error.name, text: error.message, status: 0 }
  return { code: 'Error', text: String(error), status: 0 }
}
