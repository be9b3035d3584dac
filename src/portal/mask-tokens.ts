import { parseJson } from '../protocol/message.js'
import { DEEPEST_PARAMETERS } from './json-bounds.js'

/** What is shown in place of a token. */
const MASK = '•••'

/** What stands under these names is for nobody else to know, whoever sends it and wherever. */
const NAMES = '(?:auth|auth_id|refresh_id|(?:access|refresh|application)_token|client_secret)'
const NAME = new RegExp(`^\\s*${NAMES}\\s*$`, 'i')
const SECRET = new RegExp(NAMES, 'i')
/** What stands beside the tokens in the `auth` of a delivery. */
const OPEN_NAMES = '(?:domain|(?:client|server)_endpoint|member_id|user_id|expires_in|scope|status)'
const OPEN_NAME = new RegExp(`^${OPEN_NAMES}$`, 'i')
/** A pair of a form or a query, `auth[]=...` too. */
const PAIR = new RegExp(
  `((?:^|[?&])[\\s+]*${NAMES}(?![\\w.-]|(?:\\[|%5B)${OPEN_NAMES}(?:\\]|%5D)=)[^=&?]*=)[^&"\\s]*`,
  'gi',
)
/** A value of a form: what is escaped in it may be a form or a JSON text itself. */
const FORM_VALUE = /=([^&"\s]+)/g
/** What stands before a value in a JSON text. */
const MEMBER = new RegExp(`"\\s*${NAMES}\\s*"\\s*:\\s*(?=["[{])`, 'gi')
/** A string of a JSON text, which may be cut off: from each quote on there is one, so that none is looked for twice. */
const STRING = /"(?:[^"\\]|\\.)*("|\\?$)/gs
/** Strings, and what opens and closes. */
const TOKEN = new RegExp(`${STRING.source}|[[\\]{}]`, 'gs')
/** How many forms stand in one another. A `batch` has two. */
const DEEPEST_FORM = 4

/** Below the path of REST: what follows the number of a user is a webhook's key, also where no method follows that. */
const KEY = /^(\/*(?:api\/+)?\d+\/+)[^/]+/

/** The name of a method as it stood in a path, which may be any path. */
export function maskMethod(method: string): string {
  return method.replace(KEY, `$1${MASK}`)
}

/** Takes tokens out of what is shown, logged or saved. Takes no longer than reading it, whatever is in it. */
export interface Mask {
  /** A message, a form, a query or a JSON text, with `•••` in place of each token. */
  text(text: string): string
  /** A copy of a value of JSON, 64 levels deep at most, with `•••` in place of each token. */
  value(value: unknown): unknown
}

/**
 * Masks what stands under the name of a secret (`auth`, `AUTH_ID`, `access_token`, `application_token`, `client_secret`...), such as
 * what `onWire` tells of, and the given secret, if any, wherever it stands.
 */
export function createMask(secret?: string): Mask {
  /** A string may be a JSON text itself, as each request is that is said together with others. */
  function innerText(literal: string, end: string, forms: number): string {
    if (!literal.includes('\\"')) return literal
    const whole = end === '"' ? literal : `${literal.slice(0, literal.length - end.length)}"`
    const inner = parseJson(whole)
    if (typeof inner !== 'string') return SECRET.test(literal) ? `"${MASK}"` : literal
    const masked = text(inner, forms)
    return masked === inner ? literal : JSON.stringify(masked)
  }

  function formValue(pair: string, value: string, forms: number): string {
    if (!value.includes('%') || !SECRET.test(value)) return pair
    if (forms === 0) return `=${MASK}`
    // Takes what is cut off too.
    const inner = new URLSearchParams(`=${value}`).get('') ?? ''
    const masked = text(inner, forms - 1)
    return masked === inner ? pair : writeFormValue(masked)
  }

  function text(given: string, forms: number): string {
    const others = (secret ? given.replaceAll(secret, MASK) : given)
      .replace(STRING, (literal: string, end: string) => innerText(literal, end, forms))
      .replace(PAIR, `$1${MASK}`)
      .replace(FORM_VALUE, (pair: string, value: string) => formValue(pair, value, forms))
    // What is open in there has been read by now. Read once more, what is nested would be read twice as often with each level.
    return maskMembers(others, (value) =>
      copy(value, { levels: DEEPEST_PARAMETERS, isSecret: true, read: asIs }),
    )
  }

  function copy(value: unknown, { levels, isSecret, read }: CopyOptions): unknown {
    if (typeof value === 'string') return isSecret ? MASK : read(value)
    if (typeof value !== 'object' || value === null) return value
    if (levels === 0) return '…'
    const copyInner = (inner: unknown, isInnerSecret: boolean) =>
      copy(inner, { levels: levels - 1, isSecret: isInnerSecret, read })
    if (Array.isArray(value)) return value.map((item) => copyInner(item, isSecret))
    const members = Object.entries(value).map(([name, member]) => [
      read(name),
      copyInner(member, NAME.test(name) || (isSecret && !OPEN_NAME.test(name))),
    ])
    return Object.fromEntries(members)
  }

  const readText = (given: string) => text(given, DEEPEST_FORM)

  return {
    text: readText,
    value: (value) => copy(value, { levels: DEEPEST_PARAMETERS, isSecret: false, read: readText }),
  }
}

interface CopyOptions {
  levels: number
  /** Whether it stands under the name of a secret. */
  isSecret: boolean
  /** Masks what is in a text that is no secret. */
  read(text: string): string
}

const asIs = (text: string) => text

function writeFormValue(value: string): string {
  const [written, mask] = [value, MASK].map((one) => new URLSearchParams([['', one]]).toString())
  return `${written}`.replaceAll(`${mask}`.slice(1), MASK)
}

/** Masks the values that stand under the names of secrets in a JSON text; what is cut off, as a whole. */
function maskMembers(text: string, mask: (value: unknown) => unknown): string {
  let masked = ''
  let end = 0
  for (const { 0: name, index } of text.matchAll(MEMBER)) {
    // Within the last one.
    if (index < end) continue
    const start = index + name.length
    masked += text.slice(end, start)
    end = findEnd(text, start)
    masked += JSON.stringify(mask(parseJson(text.slice(start, end)) ?? ''))
  }
  return masked + text.slice(end)
}

/** Where the string, list or object ends that starts there. */
function findEnd(text: string, start: number): number {
  TOKEN.lastIndex = start
  let depth = 0
  do {
    const [token] = TOKEN.exec(text) ?? []
    if (token === undefined) return text.length
    if (token === '[' || token === '{') depth++
    if (token === ']' || token === '}') depth--
  } while (depth > 0)
  return TOKEN.lastIndex
}
