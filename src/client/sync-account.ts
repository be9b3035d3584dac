import type { EventName } from '../protocol/event-names.js'
import type { AuthType } from './arguments.js'
import { BX24Error, type BX24ErrorOptions } from './error.js'

/** A server event handler that an app is to have. Any other field, such as `auth_type`, throws a `TypeError`. */
export interface HandlerToHave {
  /** Name of the event, in any case. */
  event: EventName
  /** The URL that the portal posts to. */
  handler: string
  /** Whose authorisation it gets. Default: 0, the user whose action raises the event. */
  authType?: AuthType
}

/** A server event handler of the app, as a portal knows it. */
export interface EventHandler {
  /** In upper case. */
  event: string
  /** The URL that the portal posts to. */
  handler: string
  /** Whose authorisation it gets: a user's id, or 0 for the user whose action raises the event. */
  authType: number
}

/** What was done so that an app has the handlers that it is to have. */
export interface SyncResult {
  /** Those that were missing. */
  bound: EventHandler[]
  /** Those that were not in the list. */
  unbound: EventHandler[]
  /** Those that were there, and stay. */
  kept: EventHandler[]
}

/** A handler that could not be bound or unbound, and why. */
export interface FailedHandler extends EventHandler {
  /** Its `code` is the portal's, or one of ours. */
  cause: BX24Error
}

/** What was done, and what could not be. */
export interface SyncAccount extends SyncResult {
  /** Those that could not be bound or unbound, with the cause. What would have come after them was not begun. */
  failed: FailedHandler[]
}

/** What `syncHandlers` rejects with where a part failed: its `code` is `SYNC_FAILED`, and its text names what failed. */
export class SyncError extends BX24Error implements SyncAccount {
  declare readonly bound: EventHandler[]
  declare readonly unbound: EventHandler[]
  declare readonly kept: EventHandler[]
  declare readonly failed: FailedHandler[]
}

/** Keeps the account while handlers are bound and unbound. */
export function createAccount() {
  const result: SyncResult = { bound: [], unbound: [], kept: [] }
  const failed: FailedHandler[] = []

  return {
    result,
    /** Enters what was done, or what failed. Answers whether it was done. */
    enter(one: EventHandler, list: keyof SyncResult, cause?: BX24Error): boolean {
      if (cause) failed.push({ ...one, cause })
      else result[list].push(one)
      return !cause
    },
    /** Does something to each entry of a list, all at once. Rejects where a part has failed by then. */
    async step<T>(all: Iterable<T>, work: (one: T) => unknown): Promise<void> {
      await Promise.all([...all].map(work))
      if (!failed.length) return
      const told = failed.map(({ event, handler, cause }) => `${event} ${handler}: ${cause.message}`)
      const account: BX24ErrorOptions & SyncAccount = { ...result, failed, method: 'syncHandlers' }
      throw new SyncError('SYNC_FAILED', told.join('; '), account)
    },
  }
}
