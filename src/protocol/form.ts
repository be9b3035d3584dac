import type { Params } from './message.js'

/**
 * Writes parameters as a form, as portals read it: nested keys in brackets (`fields[TITLE]=New`), `true` as 1, `false` as 0
 * and dates as JSON writes them. What is null or undefined is left out, and so is an empty object; an empty list is `key=`.
 */
export function writeForm(params: Params): URLSearchParams {
  const form = new URLSearchParams()
  // Through JSON, so that a call says the same by whichever way it goes.
  for (const [key, value] of Object.entries(JSON.parse(JSON.stringify(params)))) append(form, key, value)
  return form
}

function append(form: URLSearchParams, key: string, value: unknown): void {
  if (value === null) return
  if (typeof value === 'boolean') form.append(key, String(Number(value)))
  else if (typeof value !== 'object') form.append(key, String(value))
  else if (Array.isArray(value) && !value.length) form.append(key, '')
  else for (const [inner, content] of Object.entries(value)) append(form, `${key}[${inner}]`, content)
}
