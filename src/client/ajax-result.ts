import type { Params } from '../protocol/message.js'
import type { RestAnswer, RestReply } from '../protocol/rest.js'
import type { Call } from './call.js'
import type { BX24Error } from './error.js'

/** A callback as `BX24` calls it: once, with the result or the error. */
export type Callback<T> = (result: AjaxResult<T>) => void

/** What a callback gets: the methods and fields that a result of `BX24` has. */
export interface AjaxResult<T = unknown> {
  /** The body of the portal's answer; empty where there was none. */
  readonly answer: RestAnswer
  /** What was called: the method of REST and its parameters, as they were sent. */
  readonly query: { method: string; data: Params }
  /** HTTP status, 0 where there was no answer. */
  readonly status: number
  /** The result; `undefined` where there is an error. */
  data(): T | undefined
  /** The error, which as a string reads `CODE: description (status)`; `undefined` where all went well. */
  error(): BX24Error | undefined
  /** What the error says, without its code; `undefined` where all went well. */
  error_description(): string | undefined
  /** Whether the list goes on after this page. */
  more(): boolean
  /** How many entries the whole list has; `undefined` where it is no list. */
  total(): number | undefined
  /** Asks for the next page of a list; `false` where this is the last one. Default: the callback that this result went to. */
  next(callback?: Callback<T>): Promise<T> | false
  /** When the portal carried the method out: `{start, finish, duration, ...}`, in seconds. */
  time(): unknown
}

/** Makes the same call, for the page of its list that starts at `start`. */
export type GetPage<T> = (start: unknown, callback: Callback<T> | undefined) => Promise<T>

export function createAjaxResult<T>(
  call: Call,
  error: BX24Error | undefined,
  getPage: GetPage<T>,
): AjaxResult<T> {
  const { status = 0, answer = {} }: Partial<RestReply> = call.reply ?? {}
  return {
    answer,
    query: { method: call.method, data: call.params },
    status,
    data: () => (error ? undefined : (answer.result as T)),
    error: () => error,
    error_description: () => error?.description,
    more: () => answer.next != null,
    total: () => answer.total as number | undefined,
    next: (callback) => answer.next != null && getPage(answer.next, callback),
    time: () => answer.time,
  }
}
