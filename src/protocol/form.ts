import type { Params } from './message.js'

/**
 * Writes parameters as a form, as portals read it: nested keys in brackets (`fields[TITLE]=New`), `true` as 1, `false` as 0
 * and dates as JSON writes them. What is null or undefined is left out, and so is an empty object; an empty list is `key=`.
 */
export function writeForm(params: Params): URLSearchParams {
  // Through JSON, so that a call says the same by whichever way it goes.
  return new URLSearchParams(Object.entries(JSON.parse(JSON.stringify(params))).flatMap(listFields))
}

function listFields([name, value]: [string, unknown]): [string, string][] {
  if (value === null) return []
  if (typeof value === 'object' && (!Array.isArray(value) || value.length)) {
    return Object.entries(value).flatMap(([inner, content]) => listFields([`${name}[${inner}]`, content]))
  }
  return [[name, String(typeof value === 'boolean' ? Number(value) : value)]]
}
