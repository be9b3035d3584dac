import { parse } from 'picoquery'
import type { Params } from '../protocol/message.js'

/**
 * Reads a form or a query as portals do: nested keys in brackets, `a[b]=1` and `a[]=1`, and the brackets themselves as they
 * are or as `%5B` and `%5D`. Never throws.
 */
export function readForm(text: string): Params {
  // In a value the two ways to write them mean the same anyhow.
  const plain = text.replace(/%5B/gi, '[').replace(/%5D/gi, ']')
  return parse(plain, { nestingSyntax: 'index', arrayRepeat: true, arrayRepeatSyntax: 'bracket' })
}
