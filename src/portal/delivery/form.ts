/**
 * Writes a form as portals do: nested keys in brackets (`data[FIELDS][ID]=7405`), `true` as 1 and `false` as 0, and neither
 * nulls nor empty lists inside others. A key of the form itself is always there, if need be with an empty value.
 */
export function writeDeliveryForm(fields: Record<string, unknown>): string {
  const pairs: string[] = []
  for (const [key, value] of Object.entries(fields)) {
    const before = pairs.length
    append(pairs, key, value)
    if (pairs.length === before) pairs.push(writePair(key, ''))
  }
  // Joined: what `URLSearchParams` writes takes ten times its length in memory until it is read, and the log keeps all of it.
  return pairs.join('&')
}

function append(pairs: string[], key: string, value: unknown): void {
  if (value === null || value === undefined) return
  if (typeof value === 'object') {
    for (const [inner, innerValue] of Object.entries(value)) append(pairs, `${key}[${inner}]`, innerValue)
  } else {
    pairs.push(writePair(key, typeof value === 'boolean' ? String(Number(value)) : String(value)))
  }
}

const writePair = (key: string, value: string) => new URLSearchParams([[key, value]]).toString()
