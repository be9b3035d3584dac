import type { Params } from '../protocol/message.js'
import type { CallOptions } from './arguments.js'
import { asBX24Error, BX24Error } from './error.js'
import type { EventHandler } from './sync-account.js'
import type { Row, SyncPlan } from './sync-plan.js'

/** What a client's calls are made by. */
export interface Caller {
  request(method: string, params: Params, limits: CallOptions): Promise<unknown>
  isAdmin(): boolean
}

/** The app's handlers at the portal. There is one record for each handler, so that they compare by identity. */
export interface PortalHandlers {
  /** The records of the rows of a list. */
  find(rows: readonly Row[]): EventHandler[]
  /** All that the portal has. */
  read(): Promise<EventHandler[]>
  /** Binds a handler, or unbinds it. Resolves to what the portal has against it. */
  change(method: string, one: EventHandler): Promise<BX24Error | undefined>
}

export function createPortalHandlers(plan: SyncPlan, { request, isAdmin }: Caller): PortalHandlers {
  /** Whether the list names users. */
  const isAnyNamed = plan.handlers.some(({ auth_type }) => Number(auth_type))
  const known: Record<string, EventHandler> = {}
  /** Who this user is, where he is no administrator: all that he sees and binds is his own, and told as nobody's. */
  let own = 0

  function find(rows: readonly Row[]): EventHandler[] {
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

  return {
    find,
    async read() {
      // Mailboxes that the app polls have no URL, and are no handlers.
      const rows = [await request('event.get', {}, plan)]
        .flat()
        .map(Object)
        .filter(({ offline }) => !Number(offline))
      // Whatever he sees names him. Where there is nothing yet, his profile does.
      if (!isAdmin()) {
        own ||= Number(rows[0]?.auth_type ?? (isAnyNamed && Object(await request('profile', {}, plan)).ID))
      }
      return find(rows)
    },
    async change(method, { event, handler, authType }) {
      if (plan.dryRun) return undefined
      // From a user who is no administrator, portals take no user.
      const params = { event, handler, auth_type: isAdmin() ? authType : undefined }
      return request(method, params, plan).then(() => undefined, asBX24Error)
    },
  }
}
