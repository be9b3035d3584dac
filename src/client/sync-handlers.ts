import { BX24Error } from './error.js'
import { createAccount, type EventHandler, type SyncResult } from './sync-account.js'
import type { SyncPlan } from './sync-plan.js'
import { type Caller, createPortalHandlers } from './sync-rows.js'

/**
 * Binds what is missing before it unbinds what is not wanted, so that no event is missed in between; where a portal has one
 * handler for each user, the old one goes first, and comes back where the new one is not taken. A step begins only where
 * nothing failed before it: for a list that the portal does not take, nothing goes that was there.
 */
export async function syncHandlers(plan: SyncPlan, caller: Caller): Promise<SyncResult> {
  const { find, read, change } = createPortalHandlers(plan, caller)
  const { result, enter, step } = createAccount()
  /** Old handlers, each with the new one that is to have its place. */
  const swaps: [old: EventHandler, one: EventHandler][] = []

  /**
   * Binds a handler. Where its place is taken by one of those that may go, it is left to a swap.
   * @param mayGo default: none
   * @param tries how often it is still tried, every 500 ms, while another installer is just binding it
   */
  async function bind(one: EventHandler, mayGo?: Set<EventHandler>, tries = 10): Promise<boolean> {
    const cause = await change('event.bind', one)
    if (cause?.code !== 'ERROR_CORE') return enter(one, 'bound', cause)
    // With this code a portal says that it has the handler, or another one in its place (`Handler already binded`), that
    // somebody is just binding it (`Process of binding the handler has already started`), or anything else: its list tells more.
    const now = await read().catch((): EventHandler[] => [])
    if (now.includes(one)) return enter(one, 'kept')
    const isRival = (other: EventHandler) =>
      other !== one && other.event === one.event && other.authType === one.authType
    const old = cause.description.includes('binded') && now.find(isRival)
    if (!old && tries && cause.description.includes('already')) {
      await new Promise((resolve) => setTimeout(resolve, 500))
      return bind(one, mayGo, tries - 1)
    }
    if (!old || [...missing].some(isRival) || !mayGo?.delete(old)) return enter(one, 'bound', cause)
    return !!swaps.push([old, one])
  }

  async function unbind(one: EventHandler): Promise<boolean> {
    return enter(one, 'unbound', await change('event.unbind', one))
  }

  // What the portal has, of which then all leave that are kept or give their places.
  const unwanted = new Set(await read())
  const missing = new Set(find(plan.handlers))
  for (const one of unwanted) {
    if (missing.delete(one) || !plan.prune) {
      unwanted.delete(one)
      enter(one, 'kept')
    }
  }
  await step(missing, (one) => {
    if (one.authType && !caller.isAdmin())
      enter(one, 'bound', new BX24Error('ACCESS_DENIED', 'Name only yourself'))
  })
  await step(missing, (one) => bind(one, unwanted))
  await step(swaps, async ([old, one]) => {
    // Also where the answer to unbinding was lost: to bind what is still there does no harm.
    if (!((await unbind(old)) && (await bind(one)))) await bind(old)
  })
  await step(unwanted, unbind)
  return result
}
