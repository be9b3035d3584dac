import { parse } from 'picoquery'
import type { Params } from '../protocol/message.js'

/**
 * Reads a form or a query, such as the `request.body` of a delivery, as portals do: nested keys in brackets, `a[b]=1` and `a[]=1`,
 * and the brackets themselves as they are or as `%5B` and `%5D`. All values are texts. Never throws.
 */
export function readForm(text: string): Params {
  // Picoquery takes brackets for nesting wherever they stand bare, and only there.
  const plain = text
    .replace(/=[^&]*/g, (value) => value.replaceAll('[', '%5B').replaceAll(']', '%5D'))
    .replace(/(^|&)[^&=]*/g, (key) => key.replace(/%5B/gi, '[').replace(/%5D/gi, ']'))
  return parse(plain, { nestingSyntax: 'index', arrayRepeat: true, arrayRepeatSyntax: 'bracket' })
}
