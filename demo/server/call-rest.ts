import { isRecord } from './http.js'

/** What a portal answered: the HTTP status and the body. */
export interface RestReply {
  readonly status: number
  readonly answer: Readonly<Record<string, unknown>>
}

const LONGEST_WAIT = 10_000

/**
 * Calls a method of a portal's REST as a back end does: a form in a POST, the token in it and never in the address, where
 * logs would keep it. Rejects where no answer of REST came back.
 * @param endpoint such as `https://example.bitrix24.com/rest/`
 */
export async function callRest(
  endpoint: string,
  method: string,
  params: Readonly<Record<string, string>>,
): Promise<RestReply> {
  const response = await fetch(new URL(method, endpoint), {
    method: 'POST',
    body: new URLSearchParams(params),
    // A token must not follow a redirect to somebody else.
    redirect: 'error',
    signal: AbortSignal.timeout(LONGEST_WAIT),
  })
  const answer: unknown = await response.json()
  if (!isRecord(answer)) throw new TypeError(`${method} answered ${response.status} with no answer of REST`)
  return { status: response.status, answer }
}
