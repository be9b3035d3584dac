import { writeForm } from '../protocol/form.js'
import type { RestCall } from '../protocol/rest.js'

/** `fetch`, as far as the client needs it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** A call as a `batch` has it. */
export function writeCall({ method, params }: RestCall): string {
  return `${method}?${writeForm(params)}`
}

/**
 * What the answer to a batch says of the call at `index`: still to be checked. `undefined`: the portal takes no such batch, or
 * no such call in one, and has carried out nothing of it.
 */
export function readBatch(whole: { status: number; answer: unknown }, index: number): unknown {
  const { status } = whole
  const { error: refusal, result: lists } = Object(whole.answer)
  // Without a valid token, it takes nothing else either.
  if (refusal) return status >= 400 && status < 500 && status !== 401 ? undefined : whole
  // An empty list stands for an empty object, as PHP writes it; by its index, the one is read like the other.
  const at = (list: string) => lists?.[list]?.[index]
  const error = at('result_error')
  if (error?.error === 'ERROR_BATCH_METHOD_NOT_ALLOWED') return undefined
  return {
    status: error ? (STATUS_OF.get(error.error) ?? 400) : status,
    answer: {
      result: at('result'),
      total: at('result_total'),
      next: at('result_next'),
      time: at('result_time'),
      ...error,
    },
  }
}

/** The statuses that errors have where they stand alone. Within a batch they have none; all others count as 400. */
const STATUS_OF: ReadonlyMap<unknown, number> = new Map([
  ['expired_token', 401],
  ['NO_AUTH_FOUND', 401],
  ['ACCESS_DENIED', 403],
  ['WRONG_AUTH_TYPE', 403],
  ['ERROR_METHOD_NOT_FOUND', 404],
])
