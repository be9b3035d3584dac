import { writeForm } from '../protocol/form.js'
import { parseAnswer, type RestCall } from '../protocol/rest.js'
import type { Waiting } from './call.js'
import type { Connection } from './session.js'
import { onEnd } from './tasks.js'

/** `fetch`, as far as the client needs it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What a portal has answered, unread. */
interface Answered {
  status: number
  answer: unknown
}

/** A call as a `batch` has it. */
export function writeCall({ method, params }: RestCall): string {
  return `${encodeURIComponent(method)}?${writeForm(params)}`
}

/**
 * Makes a call over HTTP, or several as one: to a browser a simple request, which needs no preflight. It is given up once
 * nobody waits for it.
 */
export async function postCalls(
  calls: readonly Waiting[],
  { auth, channel, initData }: Connection,
  fetch: Fetch = globalThis.fetch,
): Promise<Answered> {
  const [call, another] = calls
  const { method, params } =
    call && !another ? call : { method: 'batch', params: { halt: 0, cmd: calls.map(({ text }) => text) } }
  const aborter = new AbortController()
  for (const { task } of calls) {
    onEnd(task, () => calls.every(({ task }) => task.isOver) && aborter.abort())
  }
  // Never on another host, whatever the page has told: the body has the token.
  const url = new URL(channel.origin)
  url.pathname = `${initData.PATH}/${encodeURIComponent(method)}.json`
  const response = await fetch(url.href, {
    method: 'POST',
    // At the end: of `auth` and what else a portal may take for it (` auth`, `auth[]`), the last one counts.
    body: writeForm({ ...params, auth: auth.access_token }),
    signal: aborter.signal,
    // It would carry the token elsewhere.
    redirect: 'error',
  })
  return { status: response.status, answer: parseAnswer(await response.text()) }
}

/**
 * What the answer to a batch says of the call at `index`: still to be checked. `undefined`: the portal takes no such batch, or
 * no such call in one, and has carried out nothing of it.
 */
export function readBatch(whole: Answered, index: number): unknown {
  const { status } = whole
  const { error: refusal, result: lists } = Object(whole.answer)
  // Without a valid token, it takes nothing else either.
  if (refusal) return status >= 400 && status < 500 && status !== 401 ? undefined : whole
  // An empty list stands for an empty object, as PHP writes it; by its index, the one is read like the other.
  const at = (list: string) => {
    const rows = lists?.[list]
    return typeof rows === 'object' ? rows?.[index] : undefined
  }
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
