import { type CallOptions, expect, expectAuthType, expectLimits, expectText } from './arguments.js'
import { createSyncError, type HandlerToHave, type SyncAccount, type SyncResult } from './sync-account.js'
import {
  bind,
  keysOf,
  readKey,
  readRows,
  refuseOthers,
  replace,
  type SyncPortal,
  type Taken,
  unbind,
} from './sync-steps.js'

export interface SyncOptions extends CallOptions {
  /** Milliseconds that each request may take. Default: the client's time limit. */
  timeout?: number | undefined
  /** Whether handlers that are not in the list are unbound. Default: true. */
  prune?: boolean | undefined
  /** Only tells what would be done. Default: false. */
  dryRun?: boolean | undefined
}

/** Throws a `TypeError` that names what is wrong with a list of handlers to have, or with the options. */
export function expectSync(handlers: readonly HandlerToHave[], options: SyncOptions): void {
  expectLimits(options)
  for (const name of ['prune', 'dryRun'] as const) {
    expect(typeof (options[name] ?? true) === 'boolean', `${name}: a boolean`)
  }
  expect(Array.isArray(handlers), 'handlers: an array')
  handlers.forEach((entry: Partial<HandlerToHave> | null | undefined, index) => {
    const { event, handler, authType } = entry ?? {}
    expectText(`handlers[${index}].event`, event)
    expectText(`handlers[${index}].handler`, handler)
    expectAuthType(`handlers[${index}].authType`, authType)
  })
}

/**
 * Binds what is missing before it unbinds what is not wanted, so that no event is missed in between. Nothing that was there
 * goes for a list that the portal does not take.
 */
export async function syncHandlers(
  handlers: readonly HandlerToHave[],
  { prune = true, dryRun = false }: SyncOptions,
  portal: SyncPortal,
): Promise<SyncResult> {
  const rows = await readRows(portal)
  if (!portal.isAdmin()) await refuseOthers(handlers, rows, portal)
  const found = keysOf(rows, portal)
  const wanted = keysOf(handlers, portal)
  const missing = wanted.filter((key) => !found.includes(key))
  const unwanted = found.filter((key) => prune && !wanted.includes(key))
  const kept = found.filter((key) => !unwanted.includes(key)).map(readKey)
  if (dryRun) return { bound: missing.map(readKey), unbound: unwanted.map(readKey), kept }

  const account: SyncAccount = { bound: [], unbound: [], kept, failed: [] }
  const { bound, unbound, failed } = account
  const run = { ...portal, wanted, unwanted, account }
  const taken: Taken[] = []
  await Promise.all(missing.map((key) => bind(key, run, taken)))
  if (!failed.length) await Promise.all(taken.map((one) => replace(one, run)))
  const left = unwanted.filter((key) => !taken.some(([, old]) => old === key))
  if (!failed.length) await Promise.all(left.map((key) => unbind(key, run)))
  if (failed.length) throw createSyncError(account)
  return { bound, unbound, kept }
}
