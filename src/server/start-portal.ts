import { Hono, type MiddlewareHandler } from 'hono'
import type { AppOptions } from '../portal/app-state.js'
import { describeUnknownScopes } from '../portal/known-scopes.js'
import { createPortal, type Portal, type PortalOptions } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import { tell } from '../portal/tell.js'
import { isLoopback, LOCALHOST, readHost, writeOrigin } from './address.js'
import type { OpenWay } from './ask-app.js'
import { createCallLog } from './call-log.js'
import { checkStartOptions, portalOptionsOf } from './check-start-options.js'
import { describeHandlerHost } from './describe-handler-host.js'
import { createDoor } from './door.js'
import { createEntrance, type EntranceKeeper } from './entrance.js'
import { createHostPage, packagedHostPage, requireHostPage } from './host-page.js'
import { type HttpServer, listen } from './http-server.js'
import { createPageRoutes } from './page-routes.js'
import { createRestRoutes } from './rest-routes.js'
import { findOverruled, withAppOptions } from './restored-app.js'
import { type KeptState, keepState, readStateFile } from './state-file.js'
import { lockState, type StateLock } from './state-lock.js'
import { createUnknownMethods } from './unknown-methods.js'

/** What the portal is opened around, and where; the rest is what `createPortal` takes. */
export interface StartPortalOptions extends Omit<PortalOptions, 'origin' | 'snapshot'> {
  /** The app that the portal is opened around. */
  app: AppOptions
  /** Default: 0, a free one. */
  port?: number
  /**
   * Where it listens: a name or an address of this machine, and its page is at that address. Default: `localhost`, which no other
   * machine reaches. `0.0.0.0` is every interface, with the page at `localhost`: for a container whose port is mapped to
   * the same one.
   */
  host?: string
  /**
   * How the app is opened. `post`: by a form, as in a live portal; `get`; or (the default) `auto`: its address is asked once, by
   * an empty POST, and where that is answered 404, 405 or 501 it is opened by GET. With `auto` an app that can't be reached is not
   * opened until it can.
   */
  open?: OpenWay
  /** Whether the page has the commands that carry calls, until a person chooses otherwise there. Default: true. */
  answersCalls?: boolean
  /**
   * A file that the whole state is kept in, with tokens and secrets that work. It is read at the start, where it wins over
   * options that say otherwise, and written after changes, at most five times a second. Of the deliveries it has the newest 1,000,
   * or fewer where what these bring is more than 10,000,000 characters, and all from the first that has not ended. No other portal
   * of this machine has it meanwhile: `<file>.lock` beside it says which process does. Default: the state ends with the portal.
   */
  state?: string
  /**
   * Told, in a sentence each, of what a developer should know: an app that can't be reached or framed, one that is opened by GET or at
   * a host that no handler may have, a scope or a method that the portal does not have, a state that can't be written. Default:
   * nobody.
   */
  onNote?: (note: string) => void
  /** Asks the app's address how it is to be opened. Default: the platform's; another one, for tests. */
  fetch?: typeof fetch
  /** The folder that the host page is in. Default: the one that this package carries. */
  hostPage?: string
}

/** A portal that is running. */
export interface RunningPortal {
  /** Where its page is, such as `http://localhost:5174/`. */
  readonly url: string
  /** The engine. */
  readonly portal: Portal
  readonly app: PortalApp
  /**
   * Ends the deliveries, the connections and the server: nothing is left that keeps the process alive. Rejects where the state
   * could not be written.
   */
  close(): Promise<void>
}

/**
 * Starts a portal over HTTP, on this machine only unless told otherwise: its page at `/`, REST at `/rest/`.
 * Rejects where the port is taken (`EADDRINUSE`), where an option is wrong (a `TypeError`), where there is no page in `hostPage`,
 * and where `state` is no file that it can read and write, or is that of a portal that still runs (an `Error`; the file is left as
 * it is).
 */
export async function startPortal(options: StartPortalOptions): Promise<RunningPortal> {
  checkStartOptions(options)
  const begun: Begun = {}
  try {
    return await start(options, begun)
  } catch (error) {
    // What failed first is told, whatever fails now.
    await Promise.allSettled([closeAll(begun)])
    begun.lock?.release()
    throw error
  }
}

/** What is to be ended again, as far as it is begun. */
interface Begun {
  server?: HttpServer
  portal?: Portal
  entrance?: EntranceKeeper
  lock?: StateLock
  state?: KeptState
}

async function closeAll({ server, portal, entrance, lock, state }: Begun): Promise<void> {
  entrance?.close()
  // The server first, in the same turn: what a closed portal is asked for would change it, or fail.
  await Promise.all([server?.close(), portal?.close()])
  // It is written for the last time when nothing changes it any more.
  await state?.close()
  // Not before: where that fails it can be tried again, and must not write over what another portal has kept there meanwhile.
  lock?.release()
}

async function start(options: StartPortalOptions, begun: Begun): Promise<RunningPortal> {
  const { port = 0, hostPage = packagedHostPage() } = options
  const host = readHost(options.host ?? LOCALHOST)
  const { handle, open } = createDoor()
  const server = await listen({ port, host, handle })
  begun.server = server
  const origin = writeOrigin(host, server.port)
  const parts = await createParts(options, origin, begun)
  const { portal, app, note } = parts
  await requireHostPage(hostPage)
  open(createRoutes(parts, hostPage))
  if (!isLoopback(host)) note(describeOpenHost(host, parts))
  return { url: `${origin}/`, portal, app, close: () => closeAll(begun) }
}

interface Parts {
  portal: Portal
  app: PortalApp
  entrance: EntranceKeeper
  /** Why what is bound at the app's address is refused. */
  warning: string | undefined
  state: KeptState | undefined
  answersCalls: boolean
  note: (text: string) => void
}

/** The portal, with the app in it, as it was kept where it was. */
async function createParts(options: StartPortalOptions, origin: string, begun: Begun): Promise<Parts> {
  const { app: appOptions, state: path, answersCalls = true, onNote } = options
  const note = (text: string) => tell(onNote, text)
  if (path !== undefined) begun.lock = lockState(path)
  const kept = path === undefined ? undefined : await readStateFile(path)
  const noteUnknown = createUnknownMethods(note)
  const portal = createPortal({
    ...portalOptionsOf(options),
    origin,
    onUnknownMethod(method) {
      tell(options.onUnknownMethod, method)
      noteUnknown(method)
    },
    ...(kept ? { snapshot: withAppOptions(kept, appOptions) } : {}),
  })
  // What it was kept with may be on its way already.
  begun.portal = portal
  const app = portal.apps()[0] ?? portal.addApp(appOptions)
  if (kept) note(describeKept(path, findOverruled(options, portal, app)))
  const warning = describeHandlerHost({ url: app.url, forward: options.forward })
  if (warning !== undefined) note(warning)
  for (const text of describeUnknownScopes(app.scopes)) note(text)
  const state = path === undefined ? undefined : await keepState({ portal, path, note })
  if (state) begun.state = state
  const { open = 'auto', fetch = globalThis.fetch } = options
  const entrance = createEntrance({ portal, app, open, fetch, note })
  begun.entrance = entrance
  return { portal, app, entrance, warning, state, answersCalls, note }
}

function createRoutes(parts: Parts, hostPage: string): Hono {
  const { portal, app, entrance, warning, state, answersCalls } = parts
  const calls = createCallLog()
  const routes = new Hono()
  const firstDelivery = portal.deliveries()[0]?.id ?? 1
  // Tokens, options and counts of calls change without a word of it. The page and what it reads change nothing.
  const touch: MiddlewareHandler = async (_context, next) => {
    await next()
    state?.touch()
  }
  routes.use('/:face{rest|oauth}/*', touch).post('/api/*', touch)
  routes.route('/', createRestRoutes(portal, calls))
  routes.route(
    '/api',
    createPageRoutes({ portal, app, entrance, warning, calls, answersCalls, firstDelivery }),
  )
  routes.route('/', createHostPage(portal.origin, hostPage))
  return routes
}

function describeKept(path: string | undefined, overruled: readonly string[]): string {
  const exceptions = overruled.length > 0 ? ` It wins over what was said of ${overruled.join(', ')}.` : ''
  return `The portal goes on with the state in ${path}.${exceptions}`
}

function describeOpenHost(host: string, { portal, app }: Parts): string {
  const { port } = new URL(portal.origin)
  const warning = `Others can reach this portal at ${host}, port ${port}: they can do all that its page can.`
  const isAppHere = isLoopback(new URL(app.url).hostname)
  return isAppHere ? `${warning} The app at ${app.url} is out of their reach.` : warning
}
