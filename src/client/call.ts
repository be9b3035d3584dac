import type { Params } from '../protocol/message.js'
import type { RestCall, RestReply } from '../protocol/rest.js'
import type { Command } from './parent-channel.js'
import type { Task } from './tasks.js'

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
  /** The event whose handlers it changes; absent: it changes none. */
  readonly event: string | undefined
  /** The answer to the command, where it was said before the page had answered. */
  early?: Promise<unknown> | undefined
  /** Resolves when it need not wait any more for what was to be sent before it; absent: it does not wait. */
  held?: Promise<unknown> | undefined
  /** As a `batch` has it, once it is to leave over HTTP. */
  text: string
  /** The portal does not take it in a batch. */
  isAlone?: boolean
  /** The portal has said once that the token has expired: a token that never works would be renewed for ever. */
  isRepeated?: boolean
}

/** The event that parameters name, whose names have no case. */
export function findEvent(params: Params): unknown {
  return Object.entries(params).find(([name]) => name.toLowerCase() === 'event')?.[1]
}
