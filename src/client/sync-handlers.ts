import { isRecord } from '../protocol/message.js'
import { type CallOptions, expect, expectAuthType, expectLimits, expectText } from './arguments.js'
import { createSyncError, type HandlerToHave, type SyncAccount, type SyncResult } from './sync-account.js'
import { createSyncSteps, type Key, readKey, type SyncPortal } from './sync-steps.js'

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

/** Reads a list of handlers to have, as it is now. Throws a `TypeError` that names what is wrong with it, or with the options. */
export function readHandlers(given: unknown, options: SyncOptions): HandlerToHave[] {
  expect(isRecord(options), 'options: an object')
  expectLimits(options)
  for (const name of ['prune', 'dryRun'] as const) {
    expect(typeof (options[name] ?? true) === 'boolean', `${name}: a boolean`)
  }
  expect(Array.isArray(given), 'handlers: an array')
  return [...given].map((entry: unknown, index) => {
    const { event, handler, authType } = Object(entry)
    expectText(`handlers[${index}].event`, event)
    expectText(`handlers[${index}].handler`, handler)
    expectAuthType(`handlers[${index}].authType`, authType)
    return { event, handler, authType }
  })
}

/**
 * Binds what is missing before it unbinds what is not wanted, so that no event is missed in between; where a portal has one
 * handler for each user, the old one goes first, and comes back where the new one is not taken. A step begins only where
 * nothing failed before it: for a list that the portal does not take, nothing goes that was there.
 */
export async function syncHandlers(
  handlers: readonly HandlerToHave[],
  { prune = true, dryRun = false }: SyncOptions,
  portal: SyncPortal,
): Promise<SyncResult> {
  const account: SyncAccount = { bound: [], unbound: [], kept: [], failed: [] }
  const { failed, ...result } = account
  const { read, readWanted, bind, unbind, enter } = createSyncSteps(portal, account)
  const step = async (keys: readonly Key[], work: (key: Key) => Promise<unknown>) => {
    await Promise.all(keys.map(work))
    if (failed.length) throw createSyncError(account)
  }

  const found = await read()
  const wanted = await readWanted(handlers)
  const missing = wanted.filter((key) => !found.includes(key))
  const unwanted = found.filter((key) => prune && !wanted.includes(key))
  for (const key of found) if (!unwanted.includes(key)) enter(key, 'kept')
  if (failed.length) throw createSyncError(account)
  if (dryRun) return { ...result, bound: missing.map(readKey), unbound: unwanted.map(readKey) }

  const taken = new Map<Key, Key>()
  await step(missing, (key) => bind(key, { wanted, unwanted, taken }))
  await step([...taken.keys()], async (old) => {
    const isReplaced = (await unbind(old)) && (await bind(taken.get(old) as Key))
    // Also where the answer to unbinding was lost: to bind what is still there does no harm.
    if (!isReplaced) await bind(old)
  })
  await step(
    unwanted.filter((key) => !taken.has(key)),
    unbind,
  )
  return result
}
