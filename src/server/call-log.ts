import { createEmitter } from '../portal/emitter.js'
import { jsonLength } from '../portal/json-bounds.js'
import { createMask, maskMethod } from '../portal/mask-tokens.js'
import type { Authorization } from '../portal/rest/callers.js'
import { isRecord } from '../protocol/message.js'
import { withoutAuth } from '../protocol/rest.js'
import type { RestCallRecord } from './page-api.js'

/** A call of REST as it came: with tokens, and not yet written for a page. */
export interface SeenCall extends Omit<RestCallRecord, 'answer' | 'caller' | 'origin'> {
  readonly origin: string | undefined
  readonly authorization: Authorization
  /** Whose it is; `undefined`: nobody's. */
  readonly userId: number | undefined
  /** As JSON. */
  readonly answer: string
}

/** A call as a page may see it. */
export interface LoggedCall {
  /** Of this call among all calls of all logs. */
  readonly id: string
  readonly record: RestCallRecord
}

/** The newest calls of REST over HTTP. They are written down when somebody reads of them, and not before. */
export interface CallLog {
  add(call: SeenCall): void
  /** The oldest first: those after that id, or all where it is of no call of this log. */
  newest(after?: string): LoggedCall[]
  /** Tells of the calls to come; answers with what ends that. */
  subscribe(listener: (call: LoggedCall) => void): () => void
}

const KEPT_CALLS = 100
/** Of parameters, bodies and answers together, as a page is told of them. */
const KEPT_CHARACTERS = 8_000_000

export function createCallLog(): CallLog {
  const emitter = createEmitter<LoggedCall>()
  // A portal that was started anew counts from 1 again, and its pages may know calls of the one before.
  const prefix = `${crypto.randomUUID()}/`
  const kept: { number: number; call: SeenCall; size: number }[] = []
  let size = 0
  let lastNumber = 0

  const write = ({ number, call }: { number: number; call: SeenCall }): LoggedCall => ({
    id: `${prefix}${number}`,
    record: writeRecord(call),
  })

  return {
    add(call) {
      const entry = { number: ++lastNumber, call, size: sizeOf(call) }
      kept.push(entry)
      size += entry.size
      while (kept.length > KEPT_CALLS || size > KEPT_CHARACTERS) size -= kept.shift()?.size ?? 0
      if (emitter.isHeard) emitter.tell(write(entry))
    },
    newest(after = '') {
      const known = after.startsWith(prefix) ? Number(after.slice(prefix.length)) : 0
      return kept.filter(({ number }) => number > known).map(write)
    },
    subscribe: emitter.subscribe,
  }
}

/** What comes in parts has no body here, and all of it in its parameters. */
function sizeOf({ params, body, answer }: SeenCall): number {
  return jsonLength(params, KEPT_CHARACTERS) + jsonLength(body) + answer.length
}

function writeRecord({
  authorization,
  userId,
  origin,
  method,
  params,
  body,
  answer,
  ...call
}: SeenCall): RestCallRecord {
  const isToken = typeof authorization === 'string'
  // What is nobody's opens nothing, and may be any word: it is not looked for elsewhere.
  const mask = createMask(userId === undefined ? undefined : isToken ? authorization : authorization.key)
  const [shownParams, shownAnswer] = [withoutAuth(params), JSON.parse(answer) as unknown].map(mask.value)
  return {
    ...call,
    method: maskMethod(method),
    ...(origin === undefined ? {} : { origin }),
    ...(userId === undefined ? {} : { caller: { userId, by: isToken ? 'token' : 'webhook' } as const }),
    params: isRecord(shownParams) ? shownParams : {},
    answer: isRecord(shownAnswer) ? shownAnswer : {},
    body: mask.text(body),
  }
}
