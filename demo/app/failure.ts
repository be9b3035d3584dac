import { BX24Error } from 'bx24-events'
import type { Failure } from './state.js'

/** How a call failed. Only the portal refuses; what other calls came to nothing for is the way there, or the app itself. */
export type Fate = 'refused' | 'no answer' | 'failed'

// An answer came with these too, and yet it was not the portal that said no.
const NOT_OF_THE_PORTAL = new Set(['BAD_ANSWER', 'BACK_END'])

export function judgeFailure({ code, status }: Failure): Fate {
  if (code === 'TIMEOUT') return 'no answer'
  return status === 0 || NOT_OF_THE_PORTAL.has(code) ? 'failed' : 'refused'
}

/** Whether the portal may have done what it was asked to, though no answer arrived. */
export const mayBeCarriedOut = ({ code }: Failure): boolean => code === 'TIMEOUT' || code === 'NETWORK'

/** What a failed call is shown as: the portal's own error, or whatever else went wrong. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof BX24Error) return { code: error.code, text: error.description, status: error.status }
  if (error instanceof Error) return { code: error.name, text: error.message, status: 0 }
  return { code: 'Error', text: String(error), status: 0 }
}
