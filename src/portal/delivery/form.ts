import { InputError } from '../input-error.js'

/** Each value of a list brings all its keys along: a form can be thousands of times as long as what it is made of. */
const LONGEST_FORM = 50_000_000

/**
 * Writes a form as portals do: nested keys in brackets (`data[FIELDS][ID]=7405`), `true` as 1 and `false` as 0, and neither
 * nulls nor empty lists inside others. A key of the form itself is always there, if need be with an empty value.
 */
export function writeDeliveryForm(fields: Record<string, unknown>): string {
  const pairs: string[] = []
  let left = LONGEST_FORM

  function add(key: string, value: string): void {
    const pair = new URLSearchParams([[key, value]]).toString()
    pairs.push(pair)
    left -= pair.length
    if (left < 0) throw new InputError(`data: it makes a form of more than ${LONGEST_FORM} characters`)
  }

  function append(key: string, value: unknown): void {
    if (value === null || value === undefined) return
    if (typeof value === 'object') {
      for (const [inner, innerValue] of Object.entries(value)) append(`${key}[${inner}]`, innerValue)
    } else {
      add(key, typeof value === 'boolean' ? String(Number(value)) : String(value))
    }
  }

  for (const [key, value] of Object.entries(fields)) {
    const before = pairs.length
    append(key, value)
    if (pairs.length === before) add(key, '')
  }
  // Joined: what `URLSearchParams` writes takes ten times its length in memory until it is read, and the log keeps all of it.
  return pairs.join('&')
}
