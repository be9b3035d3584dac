import { parseJson } from '../protocol/message.js'
import { DEEPEST_PARAMETERS } from './json-bounds.js'

/** What is shown in place of a token. */
const MASK = '•••'

/** What stands under these names is for nobody else to know, whoever sends it and wherever. */
const NAMES = '(?:auth|auth_id|refresh_id|(?:access|refresh|application)_token|client_secret)'
const NAME = new RegExp(`^\\s*${NAMES}\\s*$`, 'i')
const SECRET = new RegExp(NAMES, 'i')
/** What stands beside the tokens in the `auth` of a delivery. */
const OPEN_FIELD =
  '(?:\\[|%5B)(?:domain|(?:client|server)_endpoint|member_id|user_id|expires_in|scope|status)(?:\\]|%5D)='
/** A pair of a form or a query, `auth[]=...` too. */
const PAIR = new RegExp(`((?:^|[?&])[\\s+]*${NAMES}(?![\\w.-]|${OPEN_FIELD})[^=&?]*=)[^&"\\s]*`, 'gi')
/** The same in a form within a form, as a `batch` has it. */
const INNER_PAIR = new RegExp(
  `((?:%3F|%26)(?:%20|%2B|\\+)*${NAMES}(?![\\w.-])(?:(?!%3D|%3F|%26|&).)*%3D)(?:(?!%26|[&"\\s]).)*`,
  'gi',
)
/** A member of a JSON text, which may be cut off. */
const MEMBER = new RegExp(`("\\s*${NAMES}\\s*"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*(?:"|\\\\?$)`, 'gis')
/** A string of a JSON text, which may be cut off: from each quote on there is one, so that none is looked for twice. */
const STRING = /"(?:[^"\\]|\\.)*("|\\?$)/gs

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
  function innerText(literal: string, end: string): string {
    if (!literal.includes('\\"')) return literal
    const whole = end === '"' ? literal : `${literal.slice(0, literal.length - end.length)}"`
    const inner = parseJson(whole)
    if (typeof inner !== 'string') return SECRET.test(literal) ? `"${MASK}"` : literal
    const masked = text(inner)
    return masked === inner ? literal : JSON.stringify(masked)
  }

  function text(given: string): string {
    const others = (secret ? given.replaceAll(secret, MASK) : given).replace(STRING, innerText)
    return others.replace(PAIR, `$1${MASK}`).replace(INNER_PAIR, `$1${MASK}`).replace(MEMBER, `$1"${MASK}"`)
  }

  function copy(value: unknown, levels: number): unknown {
    if (typeof value === 'string') return text(value)
    if (typeof value !== 'object' || value === null) return value
    if (levels === 0) return '…'
    if (Array.isArray(value)) return value.map((item) => copy(item, levels - 1))
    const members = Object.entries(value).map(([name, member]) => [
      text(name),
      NAME.test(name) && typeof member === 'string' ? MASK : copy(member, levels - 1),
    ])
    return Object.fromEntries(members)
  }

  return { text, value: (value) => copy(value, DEEPEST_PARAMETERS) }
}
