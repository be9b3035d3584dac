import { isRecord } from '../protocol/message.js'
import { type CallOptions, expect, expectAuthType, expectOptions, expectText } from './arguments.js'

/** Options of `syncHandlers`. */
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
export interface Row {
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
  expectOptions(options, 'timeout, signal, prune, dryRun')
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
    // Rows of event.get have auth_type: who gives them back means those users.
    expectOptions(entry as CallOptions, 'event, handler, authType')
    return { event, handler, auth_type: authType }
  })
  return { handlers, prune, dryRun, signal, timeout }
}
