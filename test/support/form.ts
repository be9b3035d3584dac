import { parse } from 'qs'

/** A form with nested keys in brackets, as PHP reads it: a list is an object whose names are numbers. */
export interface ReadForm {
  [key: string]: string | ReadForm
}

export function readForm(body: string): ReadForm {
  const options = { depth: 20, parameterLimit: Number.POSITIVE_INFINITY, parseArrays: false }
  return parse(body, options) as ReadForm
}

/** What a handler reads in a delivery. */
export interface ReadDelivery {
  readonly event: string
  readonly event_handler_id: string
  readonly data: ReadForm | string
  readonly ts: string
  readonly auth: Readonly<Record<string, string>>
}

export function readDelivery({ body }: { readonly body: string }): ReadDelivery {
  return readForm(body) as unknown as ReadDelivery
}
