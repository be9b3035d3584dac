import type { Params } from '../protocol/message.js'
import { asBX24Error, BX24Error } from './error.js'
import {
  createSyncError,
  type EventHandler,
  type HandlerToHave,
  type SyncAccount,
  type SyncResult,
} from './sync-account.js'

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

/** What is to be done, and what was. */
export interface SyncRun extends SyncPortal {
  readonly wanted: readonly Key[]
  /** Those that may go. */
  readonly unwanted: readonly Key[]
  readonly account: SyncAccount
}

/** A handler to bind, and the one that has its place at the portal. */
export type Taken = readonly [key: Key, old: Key]

/** The app's handlers. Mailboxes that the app polls (`offline`) have no URL, and are none. */
export async function readRows({ call }: SyncPortal): Promise<HandlerToHave[]> {
  const rows = await call('event.get', {})
  if (!Array.isArray(rows)) throw new BX24Error('BAD_ANSWER', 'No list', { method: 'event.get' })
  return rows
    .filter(({ offline }) => !Number(offline))
    .map(({ event, handler, auth_type }) => ({ event, handler, authType: auth_type }))
}

/** Each handler once. To a user who is no administrator all are his own, and tell no user. */
export function keysOf(rows: readonly HandlerToHave[], { isAdmin }: SyncPortal): Key[] {
  const keys = rows.map(({ event, handler, authType }) =>
    JSON.stringify([event.toUpperCase(), handler, (isAdmin() && Number(authType)) || 0]),
  )
  return [...new Set(keys)]
}

export function readKey(key: Key): EventHandler {
  const [event, handler, authType] = JSON.parse(key)
  return { event, handler, authType }
}

/** Binds a handler. Where the portal has another one in its place, which may go, it is left to `taken`. */
export async function bind(key: Key, run: SyncRun, taken?: Taken[], tries = TRIES): Promise<boolean> {
  const cause = await attempt('event.bind', key, run)
  if (cause?.code !== 'ERROR_CORE') return enter(key, 'bound', cause, run)
  // With this code a portal says that it has the handler, or another one in its place, or that somebody is just binding
  // it: only its list can tell.
  const now = await readRows(run).then(
    (rows) => keysOf(rows, run),
    () => [] as Key[],
  )
  if (now.includes(key)) return enter(key, 'kept', undefined, run)
  const isBeingBound = /already started/i.test(cause.description)
  const inPlace = (other: Key) => placeOf(other) === placeOf(key)
  const old = now.find(inPlace)
  if (tries && (isBeingBound || !old)) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES))
    return bind(key, run, taken, tries - 1)
  }
  const mayGo = old && !isBeingBound && run.unwanted.includes(old) && !run.wanted.filter(inPlace)[1]
  if (!mayGo || !taken) return enter(key, 'bound', cause, run)
  taken.push([key, old])
  return true
}

/** Where a portal has one handler for each user, the old one goes first, and comes back where the new one is not taken. */
export async function replace([key, old]: Taken, run: SyncRun): Promise<void> {
  if ((await unbind(old, run)) && !(await bind(key, run))) await bind(old, run)
}

export async function unbind(key: Key, run: SyncRun): Promise<boolean> {
  return enter(key, 'unbound', await attempt('event.unbind', key, run), run)
}

/** Resolves to what the portal has against it. */
function attempt(method: string, key: Key, { call, isAdmin }: SyncRun): Promise<BX24Error | undefined> {
  const { event, handler, authType } = readKey(key)
  // From a user who is no administrator, portals take no user.
  return call(method, { event, handler, auth_type: isAdmin() ? authType : undefined }).then(
    () => undefined,
    asBX24Error,
  )
}

function enter(
  key: Key,
  list: keyof SyncResult,
  cause: BX24Error | undefined,
  { account }: SyncRun,
): boolean {
  if (cause) account.failed.push({ ...readKey(key), cause })
  else account[list].push(readKey(key))
  return !cause
}

function placeOf(key: Key): string {
  const { event, authType } = readKey(key)
  return event + authType
}

/** Only an administrator binds for others. Who this user is, his handlers tell, or where he has none the portal. */
export async function refuseOthers(
  handlers: readonly HandlerToHave[],
  [first]: readonly HandlerToHave[],
  { call }: SyncPortal,
): Promise<void> {
  const named = handlers.filter(({ authType }) => Number(authType))
  if (!named.length) return
  const own = first?.authType ?? ((await call('profile', {})) as Params).ID
  const cause = new BX24Error('ACCESS_DENIED', 'Only an administrator binds for others')
  const failed = named
    .filter(({ authType }) => Number(authType) !== Number(own))
    .map((row) => ({ ...row, authType: Number(row.authType), cause }))
  if (failed.length) throw createSyncError({ bound: [], unbound: [], kept: [], failed })
}
