import {
  type BX24Client,
  type BX24Options,
  createBX24,
  type EventHandler,
  type Params,
  type SyncResult,
} from 'bx24-events'
import type { RuleSet } from 'bx24-events/portal'
import { readForm } from '../../src/portal/read-form.js'
import type { RestCall, RestReply } from '../../src/protocol/rest.js'
import { openTestApp, type TestApp, type TestAppOptions } from './test-app.js'
import { ANNA, BORIS, HANDLER_URL } from './test-portal.js'

/** The ways that an app's calls take to its portal: by messages to its page, and over HTTP. */
export type Way = 'message' | 'rest'
export const WAYS: readonly Way[] = ['message', 'rest']

/** Who may install handlers by which rules. */
export interface Installer {
  readonly way: Way
  readonly rules: RuleSet
  readonly userId: number
}

/** Each who may, by each way. */
export const INSTALLERS: readonly Installer[] = WAYS.flatMap((way) => [
  { way, rules: 'documented' as const, userId: ANNA },
  { way, rules: 'current' as const, userId: ANNA },
  { way, rules: 'current' as const, userId: BORIS },
])

/**
 * Stands between the app and the portal, and sees each call, those in a batch too: what it resolves to is the answer, and
 * `carryOut` is the portal. Where it throws, the answer is lost: a page then says nothing, and a request fails.
 */
export type Meddle = (call: RestCall, carryOut: () => Promise<RestReply>) => RestReply | Promise<RestReply>

export interface SyncAppOptions extends TestAppOptions {
  readonly way: Way
  readonly meddle?: Meddle | undefined
}

export interface SyncApp extends TestApp {
  /** All calls of the app, in the order of leaving. */
  readonly calls: readonly RestCall[]
  /** The methods of the calls since this was last read. */
  takeMethods(): string[]
  /** The handlers that the app has at the portal, as `sortRows` has them. */
  rows(): EventHandler[]
  /** Another client of the same frame, by the same way. */
  createClient(options?: BX24Options): BX24Client
}

/** An app that is open in a portal, whose calls a test can see and meddle with, by whichever way they go. */
export function openSyncApp({ way, meddle, client, ...options }: SyncAppOptions): SyncApp {
  const calls: RestCall[] = []
  const take = async (call: RestCall, carryOut: () => Promise<RestReply>) => {
    calls.push(call)
    return meddle ? meddle(call, carryOut) : carryOut()
  }
  const app = openTestApp({
    ...options,
    portal: { limits: false, ...options.portal },
    wrapHost: (host) => ({
      ...host,
      call: (method, params) =>
        // The page would answer a failure; a lost answer never comes.
        take({ method, params }, () => host.call(method, params)).catch(() => new Promise(() => undefined)),
    }),
  })
  const { portal } = app

  const fetch = async (url: string, { body, signal }: RequestInit): Promise<Response> => {
    const { auth, ...params } = readForm(String(body))
    const [, method = ''] = /\/rest\/(.*)\.json$/.exec(url) ?? []
    const carryOut = (call: RestCall) => portal.call(String(auth), call.method, call.params)
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
    const answered =
      method === 'batch'
        ? takeBatch(params, (call) => take(call, () => carryOut(call)))
        : take({ method, params }, () => carryOut({ method, params }))
    const { status, answer } = await Promise.race([answered, aborted])
    return Response.json(answer, { status })
  }

  const createClient = (given: BX24Options = {}) => {
    const byWay = way === 'rest' ? ({ route: 'rest', fetch } as const) : ({ route: 'message' } as const)
    return createBX24({ window: app.frame.window, ...byWay, ...client, ...given })
  }

  let taken = 0
  return {
    ...app,
    ...{ BX24: createClient(), calls, createClient },
    takeMethods() {
      const methods = calls.slice(taken).map(({ method }) => method)
      taken = calls.length
      return methods
    },
    rows: () =>
      sortRows(portal.handlers().map(({ event, url, authType }) => ({ event, handler: url, authType }))),
  }
}

/** A handler as it is told: its event is in upper case. */
export function row(event: string, handler = HANDLER_URL, authType = 0): EventHandler {
  return { event: event.toUpperCase(), handler, authType }
}

/** In one order, whichever they were seen to in. */
export function sortRows(rows: readonly EventHandler[]): EventHandler[] {
  const keyOf = ({ event, handler, authType }: EventHandler) => `${event} ${handler} ${authType}`
  return [...rows].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

/** What was done, its lists as `sortRows` has them. */
export function sortResult({ bound, unbound, kept }: SyncResult): SyncResult {
  return { bound: sortRows(bound), unbound: sortRows(unbound), kept: sortRows(kept) }
}

/** Answers a batch as a portal does, with one call of it after another. */
async function takeBatch({ cmd }: Params, take: (call: RestCall) => Promise<RestReply>): Promise<RestReply> {
  const result: Record<string, unknown> = {}
  const result_error: Record<string, unknown> = {}
  for (const [key, command] of Object.entries(Object(cmd))) {
    const [method = '', query = ''] = String(command).split(/\?(.*)/s)
    const { answer } = await take({ method, params: readForm(query) })
    if (answer.error === undefined) result[key] = answer.result
    else result_error[key] = answer
  }
  return { status: 200, answer: { result: { result, result_error } } }
}
