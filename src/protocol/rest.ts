import { isRecord, type Params, parseJson } from './message.js'

/** When a method ran: unix seconds, seconds, and the same moments as dates. */
export interface RestTime {
  start: number
  finish: number
  duration: number
  processing: number
  date_start: string
  date_finish: string
}

/** The body of an answer of REST: a result, or an error. */
export interface RestAnswer {
  /** Absent where there is an error. */
  result?: unknown
  /** Its code, such as `ACCESS_DENIED`. */
  error?: unknown
  error_description?: unknown
  /** Lists: how many there are. */
  total?: unknown
  /** Lists: where the next page starts; absent on the last one. */
  next?: unknown
  /** A `RestTime`. */
  time?: unknown
}

/** What every way to the portal brings back: the HTTP status and the body. */
export interface RestReply {
  status: number
  answer: RestAnswer
}

/** One call of REST, whatever way it takes. */
export interface RestCall {
  method: string
  params: Params
}

/** The commands of a portal's page that carry a call of one method. */
export const METHOD_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['event.bind', 'callBind'],
  ['event.unbind', 'callUnbind'],
])

/** The command that carries a call of any method. */
export const CALL_METHOD = 'callMethod'

/** Reads a body that came over HTTP. Portals have been seen to put code and text of an error into an object of its own. */
export function parseAnswer(body: string): unknown {
  const answer = parseJson(body)
  const { error } = Object(answer)
  return isRecord(error) ? error : answer
}

/** Reads a reply: a status, and a body with an error, or with a result. What is none reads as one with the error `BAD_ANSWER`. */
export function readReply(value: unknown): RestReply {
  const { status, answer } = Object(value)
  const { error, result } = Object(answer)
  if (typeof status === 'number' && (typeof error === 'string' || (status < 400 && result !== undefined))) {
    return value as RestReply
  }
  return { status: Number(status) || 0, answer: { error: 'BAD_ANSWER', error_description: 'No result' } }
}

/**
 * A caller's parameters without `auth`, in whatever case: who calls is known from the page or the token, and a field that
 * says otherwise must never get through.
 */
export function withoutAuth(params: Params): Params {
  const others = { ...params }
  for (const name in others) if (/^auth$/i.test(name)) delete others[name]
  return others
}
