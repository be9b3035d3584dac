/**
 * Writes a form as portals do: nested keys in brackets (`data[FIELDS][ID]=7405`), `true` as 1 and `false` as 0, and neither
 * nulls nor empty lists inside others. A key of the form itself is always there, if need be with an empty value.
 */
export function writeDeliveryForm(fields: Record<string, unknown>): string {
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries(fields)) {
    const before = form.size
    append(form, key, value)
    if (form.size === before) form.append(key, '')
  }
  return form.toString()
}

function append(form: URLSearchParams, key: string, value: unknown): void {
  if (value === null || value === undefined) return
  if (typeof value === 'object') {
    for (const [inner, innerValue] of Object.entries(value)) append(form, `${key}[${inner}]`, innerValue)
  } else {
    form.append(key, typeof value === 'boolean' ? String(Number(value)) : String(value))
  }
}
