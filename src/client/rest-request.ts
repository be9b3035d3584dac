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

/** How many calls a `batch` may have. The source: the documentation of the method `batch`. */
const BATCH_SIZE = 50

/** A call as a `batch` has it. */
export function writeCall({ method, params }: RestCall): string {
  return `${encodeURIComponent(method)}?${writeForm(params)}`
}

/**
 * Takes from the calls that wait those that may leave in one request, the earliest first; the others wait on.
 * @param mayChange whether those may be among them that change handlers
 */
export function takeTogether(
  waiting: readonly Waiting[],
  mayChange: boolean,
): [together: Waiting[], left: Waiting[]] {
  const together: Waiting[] = []
  /** By event: what this request does with its handlers. What undoes that would come too early, were that put off. */
  const methods = new Map<string, string>()
  /** The events with changes that wait on: later ones must not overtake them. `undefined` stands for any event. */
  const passed = new Set<string | undefined>()
  const left = waiting.filter((call) => {
    const { event, method, task } = call
    if (task.isOver) return false
    const isChange = changesHandlers(call)
    const [first] = together
    const waits =
      together.length === BATCH_SIZE ||
      (first && (isAlone(first) || isAlone(call))) ||
      (isChange &&
        (!mayChange || passed.has(undefined) || passed.has(event) || (!event && passed.size > 0))) ||
      (event !== undefined && (methods.get(event) ?? method) !== method)
    if (!waits) {
      together.push(call)
      if (event) methods.set(event, method)
    } else if (isChange) passed.add(event)
    return waits
  })
  return [together, left]
}

/** A batch has no other inside, and would fill in what looks like a reference to an answer. */
function isAlone({ isAlone, text }: Waiting): boolean {
  return isAlone || /^batch\?|%24result%5B/i.test(text)
}

/** Whether a call binds or unbinds handlers, or a batch of the caller's own may do so. */
export function changesHandlers({ text }: Waiting): boolean {
  return /event\.(un)?bind/i.test(text)
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
