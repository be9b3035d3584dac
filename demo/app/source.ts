const LONGEST_LINE = 72

/** Writes a value as a person would write it in code: on one line where it fits, else on many. */
export function writeSource(value: unknown, indent = ''): string {
  const line = writeLine(value)
  if (indent.length + line.length <= LONGEST_LINE || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const entries = Array.isArray(value)
    ? value.map((entry) => writeSource(entry, inner))
    : Object.entries(value).map(([key, entry]) => `${writeKey(key)}: ${writeSource(entry, inner)}`)
  return [open, ...entries.map((entry) => `${inner}${entry},`), `${indent}${close}`].join('\n')
}

function writeLine(value: unknown): string {
  if (typeof value === 'string') return writeText(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map(writeLine).join(', ')}]`
  const entries = Object.entries(value).map(([key, entry]) => `${writeKey(key)}: ${writeLine(entry)}`)
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}'
}

function writeKey(key: string): string {
  // Written plainly, it would be the object's prototype.
  if (key === '__proto__') return "['__proto__']"
  return /^[a-z_$][\w$]*$/i.test(key) ? key : writeText(key)
}

function writeText(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return `'${escaped.replaceAll("'", "\\'")}'`
}
