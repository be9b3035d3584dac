import { isRecord, type Params } from '../protocol/message.js'
import { type CallOptions, expect, expectAuthType, expectOptions, expectText } from './arguments.js'
import { asBX24Error, BX24Error, type BX24ErrorOptions } from './error.js'
import {
  type EventHandler,
  type FailedHandler,
  type SyncAccount,
  SyncError,
  type SyncResult,
} from './sync-account.js'

export interface SyncOptions extends CallOptions {
  /** Milliseconds that each request may take. Default: the client's time limit. */
  timeout?: number | undefined
  /** Gives it up, with the signal's reason. What was done stays: run it again to get to the list. */
  signal?: AbortSignal | undefined
  /** Whether handlers that are not in the list are unbound. Default: true. */
  prune?: boolean | undefined
  /** Only tells what would be done. Default: false. */
  dryRun?: boolean | undefined
}

/** A handler as the wire names its fields. */
interface Row {
  event: string
  handler: string
  /** Nobody where it reads as no number, or as 0. */
  auth_type: unknown
}

/** What is to be done, and how long each request may take. */
export interface SyncPlan extends CallOptions {
  handlers: Row[]
  prune: boolean
  dryRun: boolean
}

/** Reads a list of handlers to have, as it is now. Throws a `TypeError` that names what is wrong with it, or with the options. */
export function readPlan(given: unknown, options: SyncOptions): SyncPlan {
  expect(isRecord(options), 'options: an object')
  expectOptions(options, 'prune, dryRun')
  const { prune = true, dryRun = false, signal, timeout }: SyncOptions = options
  expect(typeof prune === 'boolean', 'prune: a boolean')
  expect(typeof dryRun === 'boolean', 'dryRun: a boolean')
  expect(Array.isArray(given), 'handlers: an array')
  const handlers = [...given].map((entry: unknown, index) => {
    const { event, handler, authType } = Object(entry)
    const at = `handlers[${index}]`
    expectText(`${at}.event`, event)
    expectText(`${at}.handler`, handler)
    expectAuthType(`${at}.authType`, authType)
    return { event, handler, auth_type: authType }
  })
  return { handlers, prune, dryRun, signal, timeout }
}

/**
 * Binds what is missing before it unbinds what is not wanted, so that no event is missed in between; where a portal has one
 * handler for each user, the old one goes first, and comes back where the new one is not taken. A step begins only where
 * nothing failed before it: for a list that the portal does not take, nothing goes that was there.
 */
export async function syncHandlers(
  plan: SyncPlan,
  request: (method: string, params: Params, limits: CallOptions) => Promise<unknown>,
  isAdmin: () => boolean,
): Promise<SyncResult> {
  /** Whether the list names users. */
  const isAnyNamed = plan.handlers.some(({ auth_type }) => Number(auth_type))
  const result: SyncResult = { bound: [], unbound: [], kept: [] }
  const failed: FailedHandler[] = []
  /** One record for each handler, so that they compare by identity. */
  const known: Record<string, EventHandler> = {}
  /** Old handlers, each with the new one that is to have its place. */
  const swaps: [old: EventHandler, one: EventHandler][] = []
  /** Who this user is, where he is no administrator: all that he sees and binds is his own, and told as nobody's. */
  let own = 0

  function readRows(rows: readonly Row[]): EventHandler[] {
    return rows.map(({ event, handler, auth_type }) => {
      if (typeof event !== 'string' || typeof handler !== 'string') {
        throw new BX24Error('BAD_ANSWER', 'No handlers', { method: 'event.get' })
      }
      const user = Number(auth_type) || 0
      const record = { event: event.toUpperCase(), handler, authType: user === own ? 0 : user }
      const key = JSON.stringify(record)
      known[key] ??= record
      return known[key]
    })
  }

  async function read(): Promise<EventHandler[]> {
    // Mailboxes that the app polls have no URL, and are no handlers.
    const rows = [await request('event.get', {}, plan)]
      .flat()
      .map(Object)
      .filter(({ offline }) => !Number(offline))
    // Whatever he sees names him. Where there is nothing yet, his profile does.
    if (!isAdmin()) {
      own ||= Number(rows[0]?.auth_type ?? (isAnyNamed && Object(await request('profile', {}, plan)).ID))
    }
    return readRows(rows)
  }

  /** Does something to each handler of a list, all at once. */
  async function step<T>(all: Iterable<T>, work: (one: T) => unknown): Promise<void> {
    await Promise.all([...all].map(work))
    const told = failed.map(({ event, handler, cause }) => `${event} ${handler}: ${cause.message}`)
    const account: BX24ErrorOptions & SyncAccount = { ...result, failed, method: 'syncHandlers' }
    if (failed.length) throw new SyncError('SYNC_FAILED', told.join('; '), account)
  }

  /** Enters what was done, or what failed, into the account. */
  function enter(one: EventHandler, list: keyof SyncResult, cause?: BX24Error): boolean {
    if (cause) failed.push({ ...one, cause })
    else result[list].push(one)
    return !cause
  }

  /** Resolves to what the portal has against it. */
  async function attempt(
    method: string,
    { event, handler, authType }: EventHandler,
  ): Promise<BX24Error | undefined> {
    if (plan.dryRun) return undefined
    // From a user who is no administrator, portals take no user.
    const params = { event, handler, auth_type: isAdmin() ? authType : undefined }
    return request(method, params, plan).then(() => undefined, asBX24Error)
  }

  /**
   * Binds a handler. Where its place is taken by one of those that may go, it is left to a swap.
   * @param mayGo default: none
   * @param tries how often it is still tried, every 500 ms, while another installer is just binding it
   */
  async function bind(one: EventHandler, mayGo?: Set<EventHandler>, tries = 10): Promise<boolean> {
    const cause = await attempt('event.bind', one)
    if (cause?.code !== 'ERROR_CORE') return enter(one, 'bound', cause)
    // With this code a portal says that it has the handler, or another one in its place, or that somebody is just binding
    // it: only its list can tell.
    const now = await read().catch((): EventHandler[] => [])
    if (now.includes(one)) return enter(one, 'kept')
    const isRival = (other: EventHandler) =>
      other !== one && other.event === one.event && other.authType === one.authType
    const old = !cause.description.includes('started') && now.find(isRival)
    if (!old && tries) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      return bind(one, mayGo, tries - 1)
    }
    if (!old || [...missing].some(isRival) || !mayGo?.delete(old)) return enter(one, 'bound', cause)
    return !!swaps.push([old, one])
  }

  async function unbind(one: EventHandler): Promise<boolean> {
    return enter(one, 'unbound', await attempt('event.unbind', one))
  }

  // What the portal has, of which then all leave that are kept or give their places.
  const unwanted = new Set(await read())
  const missing = new Set(readRows(plan.handlers))
  for (const one of unwanted) {
    if (missing.delete(one) || !plan.prune) {
      unwanted.delete(one)
      enter(one, 'kept')
    }
  }
  await step(missing, (one) => {
    if (one.authType && !isAdmin()) enter(one, 'bound', new BX24Error('ACCESS_DENIED', 'Name only yourself'))
  })
  await step(missing, (one) => bind(one, unwanted))
  await step(swaps, async ([old, one]) => {
    // Also where the answer to unbinding was lost: to bind what is still there does no harm.
    if (!((await unbind(old)) && (await bind(one)))) await bind(old)
  })
  await step(unwanted, unbind)
  return result
}
