/**
 * The text that an embedded app and its portal's page exchange. The only file that knows where the colons go.
 *
 * Request: `<command>:<params>:<callbackId>:<appSid>`, where `params` is JSON (and may hold colons), or empty, or left out
 * together with its colon. Reply: `<callbackId>:<JSON or nothing>`.
 */

/** Parameters of a method of REST, or of a command of the page, as JSON carries them. */
export type Params = Record<string, unknown>

/** What an app asks of its portal's page. */
export interface Request {
  command: string
  params: Params
  /** Empty where no reply is wanted. */
  callbackId: string
  /** The id of this opening of the app: who knows it is the app. */
  appSid: string
}

/** A request whose parameters are not read yet, so that nothing is parsed for a sender who is not let in. */
export interface SealedRequest extends Omit<Request, 'params'> {
  /** JSON text or an object; `readParams` opens it. */
  sealedParams: unknown
}

/** What a portal's page answers. */
export interface Reply {
  callbackId: string
  /** JSON, or empty; `parseJson` opens it. */
  payload: string
}

export function writeRequest({ command, params, callbackId, appSid }: Request): string {
  return `${command}:${JSON.stringify(params)}:${callbackId}:${appSid}`
}

/** Reads a request in both forms that portal pages take: the text, and the object of pages since 2025. */
export function parseRequest(data: unknown): SealedRequest | undefined {
  return typeof data === 'string' ? parseRequestText(data) : parseRequestObject(data)
}

function parseRequestText(text: string): SealedRequest | undefined {
  const first = text.indexOf(':')
  const last = text.lastIndexOf(':')
  if (first === last) return undefined
  const middle = text.slice(first + 1, last)
  const beforeId = middle.lastIndexOf(':')
  return {
    command: text.slice(0, first),
    sealedParams: beforeId < 0 ? '' : middle.slice(0, beforeId),
    callbackId: middle.slice(beforeId + 1),
    appSid: text.slice(last + 1),
  }
}

function parseRequestObject(data: unknown): SealedRequest | undefined {
  if (!isRecord(data)) return undefined
  const { method, params, callback, appSid } = data
  if (typeof method !== 'string' || typeof appSid !== 'string') return undefined
  // Only the text form has its parameters in JSON: text in an object is no object, and reads as none.
  const sealedParams = isRecord(params) ? params : ''
  const callbackId = typeof callback === 'string' || typeof callback === 'number' ? String(callback) : ''
  return { command: method, sealedParams, callbackId, appSid }
}

/** Opens a request's parameters. What is JSON but no object reads as `{}`; what is no JSON as `undefined`. */
export function readParams(sealedParams: unknown): Params | undefined {
  if (typeof sealedParams !== 'string') return isRecord(sealedParams) ? sealedParams : {}
  if (sealedParams === '') return {}
  const params = parseJson(sealedParams)
  if (params === undefined) return undefined
  return isRecord(params) ? params : {}
}

/** Writes a reply; without a payload, nothing follows the colon. */
export function writeReply(callbackId: string, payload?: unknown): string {
  return `${callbackId}:${payload === undefined ? '' : JSON.stringify(payload)}`
}

export function parseReply(data: unknown): Reply | undefined {
  if (typeof data !== 'string') return undefined
  const colon = data.indexOf(':')
  if (colon < 0) return undefined
  return { callbackId: data.slice(0, colon), payload: data.slice(colon + 1) }
}

/** Whether a value is an object that is no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return !!value && typeof value === 'object' && !Array.isArray(value)
}

/** Reads what came from outside. `undefined`, which JSON can't write, where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is an answer here, not a fault: the callers say what follows from it.
    return undefined
  }
}
