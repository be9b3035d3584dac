import type { Params } from '../../../protocol/message.js'
import type { RestReply } from '../../../protocol/rest.js'
import type { PortalParts } from '../../portal-parts.js'
import type { Raise } from '../../raise.js'
import type { Caller } from '../caller.js'
import type { RestParams } from '../rest-params.js'

export interface MethodCall {
  readonly parts: PortalParts
  readonly raise: Raise
  readonly caller: Caller
  readonly params: RestParams
  /** Calls another method for the same caller. */
  call(method: string, params: Params): RestReply
}

/** A method of REST: it answers with its result, or throws a `RestError`. */
export type Method = (call: MethodCall) => unknown

/** A page of a list, as the result of a method. */
export class Page {
  readonly items: readonly unknown[]
  /** How many there are in all, and where the next page starts; no `next`: this is the last one. */
  readonly place: { readonly total: number; readonly next?: number }

  constructor(items: readonly unknown[], place: Page['place']) {
    this.items = items
    this.place = place
  }
}
