import { writeForm } from '../protocol/form.js'
import { isRecord, parseJson } from '../protocol/message.js'
import type { RestCall } from '../protocol/rest.js'
import { BX24Error } from './error.js'

/** `fetch`, as far as the client needs it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface PostOptions {
  /** The address that methods are called at, without the slash at its end. */
  root: string
  token: string
  signal: AbortSignal
  /** Default: the platform's, looked up when it is used. */
  fetch?: Fetch | undefined
}

/** What came over HTTP: its body is still to be checked. */
export interface HttpReply {
  status: number
  answer: unknown
}

/** How many calls a `batch` may have. The source: the documentation of the method `batch`. */
export const BATCH_SIZE = 50

/** Makes a call over HTTP, or several as one: to a browser a simple request, which needs no preflight. */
export async function postCalls(calls: readonly RestCall[], options: PostOptions): Promise<HttpReply> {
  const { root, token, signal, fetch = globalThis.fetch } = options
  const [call, another] = calls
  const { method, params } = call && !another ? call : writeBatch(calls)
  try {
    const body = writeForm({ auth: token, ...params })
    // A redirection would carry the token elsewhere.
    const init = { method: 'POST', body, signal, redirect: 'error' } as const
    const response = await fetch(`${root}/${encodeURIComponent(method)}.json`, init)
    const answer = parseJson(await response.text())
    // Portals have been seen to put code and text of an error into an object.
    return {
      status: response.status,
      answer: isRecord(answer) && isRecord(answer.error) ? answer.error : answer,
    }
  } catch (cause) {
    throw new BX24Error('NETWORK', 'No answer', { method, cause })
  }
}

function writeBatch(calls: readonly RestCall[]): RestCall {
  const cmd = calls.map(({ method, params }) => `${method}?${writeForm(params)}`)
  return { method: 'batch', params: { halt: 0, cmd } }
}

/**
 * What the answer to a batch says of the call at `index`. `undefined`: the portal takes no such batch, or no such call in one,
 * and has carried out nothing of it.
 */
export function readBatch(whole: HttpReply, index: number): HttpReply | undefined {
  const { status } = whole
  const { error: refusal, result: lists } = Object(whole.answer)
  // Without a valid token, it takes nothing else either.
  if (refusal) return status >= 400 && status < 500 && status !== 401 ? undefined : whole
  // An empty list stands for an empty object, as PHP writes it; by its index, the one is read like the other.
  const pick = (name: string) => Object(Object(lists)[`result${name}`])[index]
  const error = pick('_error')
  if (error?.error === 'ERROR_BATCH_METHOD_NOT_ALLOWED') return undefined
  if (error) return { status: STATUS_OF.get(error.error) ?? 400, answer: error }
  const result = pick('')
  const answer = { result, total: pick('_total'), next: pick('_next'), time: pick('_time') }
  return { status, answer: result === undefined ? result : answer }
}

/** The statuses that errors have where they stand alone. Within a batch they have none; all others count as 400. */
const STATUS_OF: ReadonlyMap<unknown, number> = new Map([
  ['expired_token', 401],
  ['NO_AUTH_FOUND', 401],
  ['ACCESS_DENIED', 403],
  ['WRONG_AUTH_TYPE', 403],
  ['ERROR_METHOD_NOT_FOUND', 404],
  ['QUERY_LIMIT_EXCEEDED', 503],
])
