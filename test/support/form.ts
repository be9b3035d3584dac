import { parse } from 'qs'

/** A form with nested keys in brackets, as the backend of an app reads it. */
export interface ReadForm {
  [key: string]: string | ReadForm | (string | ReadForm)[]
}

export function readForm(body: string): ReadForm {
  return parse(body, { depth: 20, parameterLimit: Number.POSITIVE_INFINITY }) as ReadForm
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
