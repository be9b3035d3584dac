import { InputError } from '../input-error.js'

/** Where a request really goes: another origin may stand in for that of a handler. */
export type Forward = (url: string) => string

/**
 * Reads which origin stands in for which. Throws a `TypeError` where one is no origin, or where a public one is named twice in
 * different spellings.
 */
export function createForward(origins: Readonly<Record<string, string>>): Forward {
  const targets = new Map<string, string>()
  for (const [from, to] of Object.entries(origins)) {
    const origin = readOrigin(from)
    if (targets.has(origin)) throw new InputError(`forward: ${origin} is forwarded twice`)
    targets.set(origin, readOrigin(to))
  }

  return (url) => {
    const { origin, pathname, search, username, password } = new URL(url)
    const target = targets.get(origin)
    if (target === undefined) return url
    return Object.assign(new URL(`${target}${pathname}${search}`), { username, password }).href
  }
}

/** An origin as people write it, with or without a slash at its end. */
function readOrigin(text: unknown): string {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
  throw new InputError(
    `forward: expected an origin such as https://app.example.com, without a path, not ${text}`,
  )
}
