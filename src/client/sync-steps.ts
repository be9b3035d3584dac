import type { Params } from '../protocol/message.js'
import { asBX24Error, BX24Error } from './error.js'
import type { EventHandler, HandlerToHave, SyncAccount, SyncResult } from './sync-account.js'

/** How often, and after how many milliseconds, a handler is tried again that another installer is just binding. */
const TRIES = 10
const BETWEEN_TRIES = 500

/** A handler as text, so that one can be told from another: JSON of `[event, handler, authType]`. */
export type Key = string

/** The portal, as a user of the app sees it. */
export interface SyncPortal {
  /** Whether he is an administrator, once the portal has answered. */
  isAdmin(): boolean
  /** Makes a call of REST, and resolves to its result. */
  call(method: string, params: Params): Promise<unknown>
}

/** What there shall be, and what is in its way. */
export interface SyncPlan {
  readonly wanted: readonly Key[]
  /** Those that may go. */
  readonly unwanted: readonly Key[]
  /** Filled while binding: handlers that have the place of another, which is to follow them. */
  readonly taken: Map<Key, Key>
}

/** What can be done to an app's handlers. All that was done, and all that failed, is entered into the account. */
export function createSyncSteps({ call, isAdmin }: SyncPortal, account: SyncAccount) {
  /** Who this user is, where he is no administrator: all that he sees and binds is his own, and told as 0. */
  let own: number | undefined

  function keysOf(rows: readonly HandlerToHave[]): Key[] {
    const keys = rows.map(({ event, handler, authType }) => {
      const user = Number(authType) || 0
      return JSON.stringify([event.toUpperCase(), handler, user === own ? 0 : user])
    })
    return [...new Set(keys)]
  }

  async function read(): Promise<Key[]> {
    const answered = await call('event.get', {})
    // Mailboxes that the app polls have no URL, and are no handlers.
    const rows = Array.isArray(answered) ? answered.filter((row) => !Number(Object(row).offline)) : [answered]
    if (!rows.every(isHandler)) throw new BX24Error('BAD_ANSWER', 'No handlers', { method: 'event.get' })
    if (!isAdmin()) own ||= Number(rows[0]?.auth_type)
    return keysOf(rows.map(({ event, handler, auth_type: authType }) => ({ event, handler, authType })))
  }

  /** Reads a list of handlers to have. A user who is no administrator names nobody but himself: else it is refused. */
  async function readWanted(handlers: readonly HandlerToHave[]): Promise<Key[]> {
    const isNamed = (key: Key) => !isAdmin() && !!readKey(key).authType
    if (!own && keysOf(handlers).some(isNamed)) own = Number(Object(await call('profile', {})).ID)
    const keys = keysOf(handlers)
    const cause = new BX24Error('ACCESS_DENIED', 'Only an administrator binds for others')
    for (const key of keys.filter(isNamed)) enter(key, 'bound', cause)
    return keys
  }

  /** Binds a handler. One whose place is taken by a handler that may go is left to the plan. */
  async function bind(key: Key, plan?: SyncPlan, tries = TRIES): Promise<boolean> {
    const cause = await attempt('event.bind', key)
    if (cause?.code !== 'ERROR_CORE') return enter(key, 'bound', cause)
    // With this code a portal says that it has the handler, or another one in its place, or that somebody is just binding
    // it: only its list can tell.
    const now = await read().catch((): Key[] => [])
    if (now.includes(key)) return enter(key, 'kept')
    const isInPlace = (other: Key) => placeOf(other) === placeOf(key)
    const isBeingBound = /already started/i.test(cause.description)
    const old = isBeingBound ? undefined : now.find(isInPlace)
    if (!old && tries) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES))
      return bind(key, plan, tries - 1)
    }
    if (old && plan?.unwanted.includes(old) && plan.wanted.filter(isInPlace).length === 1) {
      plan.taken.set(old, key)
      return true
    }
    return enter(key, 'bound', cause)
  }

  async function unbind(key: Key): Promise<boolean> {
    return enter(key, 'unbound', await attempt('event.unbind', key))
  }

  /** Resolves to what the portal has against it. */
  function attempt(method: string, key: Key): Promise<BX24Error | undefined> {
    const { event, handler, authType } = readKey(key)
    // From a user who is no administrator, portals take no user.
    const params = { event, handler, auth_type: isAdmin() ? authType : undefined }
    return call(method, params).then(() => undefined, asBX24Error)
  }

  function enter(key: Key, list: keyof SyncResult, cause?: BX24Error): boolean {
    if (cause) account.failed.push({ ...readKey(key), cause })
    else account[list].push(readKey(key))
    return !cause
  }

  return { read, readWanted, bind, unbind, enter }
}

function isHandler(row: unknown): boolean {
  const { event, handler } = Object(row)
  return typeof event === 'string' && typeof handler === 'string'
}

export function readKey(key: Key): EventHandler {
  const [event, handler, authType] = JSON.parse(key)
  return { event, handler, authType }
}

/** Where a portal has one handler for each event and user, only one of those with the same place. */
function placeOf(key: Key): string {
  const { event, authType } = readKey(key)
  return `${event} ${authType}`
}
