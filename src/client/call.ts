import type { RestCall, RestReply } from '../protocol/rest.js'
import { asBX24Error } from './error.js'
import type { Command } from './parent-channel.js'
import { fail, type Task } from './tasks.js'

/** A call of REST that is under way, or was. */
export interface Call extends RestCall {
  /** Its result. */
  data: Promise<unknown>
  /** The portal's reply, once there is one. */
  reply?: RestReply
}

/** The same, with what its way has to know. */
export interface Waiting extends Call {
  /** Ends with the result. */
  task: Task<unknown>
  /** The page's command for it. */
  readonly command: Command
  /** The answer to the command, where it was said before the page had answered. */
  early?: Promise<unknown> | undefined
  /** Resolves when it need not wait any more for changes before it; absent: it does not wait. */
  held?: Promise<unknown> | undefined
  /** As a `batch` has it, once it is to leave over HTTP. */
  text: string
  /** The portal does not take it in a batch. */
  isAlone?: boolean
  /** The portal has said once that the token has expired: a token that never works would be renewed for ever. */
  isRepeated?: boolean
}

/** Fails calls that did not get through. */
export function failWith(reason: unknown, calls: readonly Waiting[]): void {
  for (const { task, method } of calls) fail(task, asBX24Error(reason, 'NETWORK', method))
}
