import type { Caller } from '../caller.js'
import type { Clock } from '../clock.js'
import type { Handlers } from '../handlers.js'
import type { RaiseOptions } from '../portal.js'
import type { RestParams } from '../rest-params.js'
import type { Rules } from '../rules.js'
import type { Users } from '../users.js'

/** What the methods work on. */
export interface MethodPortal {
  readonly clock: Clock
  readonly language: string
  readonly rules: Rules
  readonly users: Users
  readonly handlers: Handlers
  raise(event: string, options: RaiseOptions): void
  /** Tells that the handlers have changed. */
  handlersChanged(): void
}

export interface MethodCall {
  readonly portal: MethodPortal
  readonly caller: Caller
  readonly params: RestParams
}

/** A method of REST: it answers with its result, or throws a `RestError`. */
export type Method = (call: MethodCall) => unknown
