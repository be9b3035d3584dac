import { parse } from 'picoquery'
import type { Params } from '../protocol/message.js'

/** Reads a form or a query as portals do: nested keys in brackets, `a[b]=1` and `a[]=1`. Never throws. */
export function readForm(text: string): Params {
  return parse(text, { nestingSyntax: 'index', arrayRepeat: true, arrayRepeatSyntax: 'bracket' })
}
