import { isRecord } from '../protocol/message.js'
import type { Callback } from './ajax-result.js'
import type { Limits } from './tasks.js'

/**
 * Whose authorisation a handler gets: the id of a user, or 0 (or `''`) for the user whose action raises the event. `null` and
 * `undefined` leave it out. The source of the rule: the documentation of `event.bind`, parameter `auth_type`.
 */
export type AuthType = number | string | null | undefined

/** What a call takes in place of the arguments that `BX24` has. */
export interface CallOptions {
  /** Milliseconds until the call fails with `TIMEOUT`: above 0, below 2 ** 31. Default: the client's. */
  timeout?: number | undefined
  /** Ends the waiting, with the signal's reason. What the portal has begun is not taken back, and may have its effect after later calls. */
  signal?: AbortSignal | undefined
}

/** In milliseconds, some 25 days: above that, `setTimeout` fires at once. */
export const LONGEST_TIMEOUT = 2 ** 31 - 1

/** What `callBind` and `callUnbind` take in place of `authType`. */
export interface BindOptions extends CallOptions {
  /** Whose authorisation the handler gets: as the argument of that name. Default: left out. */
  authType?: AuthType
}

export interface CallArguments<T> extends Limits {
  authType?: AuthType
  callback?: Callback<T> | undefined
}

/** Sorts the last arguments of a call: `authType`, or options, or the callback; and the callback. */
export function readArguments<T>(third: unknown, callback?: Callback<T>): CallArguments<T> {
  if (typeof third === 'function') return { callback: third as Callback<T> }
  const given = (isRecord(third) ? third : { authType: third }) as BindOptions
  expectCallback(callback)
  expectAuthType('authType', given.authType)
  expectOptions(given, 'timeout, signal, authType')
  const { authType, signal, timeout } = given
  return { authType, signal, timeout, callback }
}

export function expectAuthType(name: string, value: unknown): void {
  const isAuthType =
    value == null || (['number', 'string'].includes(typeof value) && /^\d*$/.test(String(value)))
  expect(isAuthType, `${name}: a user id`)
}

/** Checks what all options have in common, and that there are none but `names`: of a misspelt `dryRun`, all would be done. */
export function expectOptions(options: CallOptions, names: string): void {
  const { signal, timeout = LONGEST_TIMEOUT } = options
  for (const name of Object.keys(options)) {
    expect(names.split(', ').includes(name), `one of ${names}; not ${name}`)
  }
  const isTimeout = typeof timeout === 'number' && timeout > 0 && timeout <= LONGEST_TIMEOUT
  expect(isTimeout, 'timeout: milliseconds below 2 ** 31')
  expect(signal == null || typeof signal.aborted === 'boolean', 'signal: an AbortSignal')
}

export function expectCallback(value: unknown): void {
  expect(value == null || typeof value === 'function', 'callback: a function')
}

export function expectText(name: string, value: unknown): asserts value is string {
  expect(typeof value === 'string', `${name}: a string`)
}

/** Wrong use throws at once, with the argument's name. */
export function expect(isRight: boolean, what: string): asserts isRight {
  if (!isRight) throw new TypeError(`Expected ${what}`)
}
