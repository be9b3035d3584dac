import { type FramePlace, parseFrameName, parseFrameQuery } from '../protocol/frame-name.js'
import { isRecord } from '../protocol/message.js'
import { OPEN_PORT } from '../protocol/private-line.js'
import { BX24Error } from './error.js'
import {
  type AppWindow,
  type ChannelOptions,
  type Command,
  createParentChannel,
  type ParentChannel,
} from './parent-channel.js'
import { type AnyTask, createTasks, onEnd, succeed, type Tasks } from './tasks.js'

/** The token of this opening of the app, with the names that `BX24.getAuth()` gives them. */
export interface Auth {
  access_token: string
  refresh_token: string
  /** When it expires, in milliseconds since 1970. */
  expires_in: number
  domain: string
  member_id: string
}

/** The portals that a client may talk to: exact origins, or a function of the origin. */
export type AllowedPortals = readonly string[] | ((origin: string) => boolean)

/** A token with less than that to live, in milliseconds, may have expired by the time that a request arrives. */
const SOON = 5_000

export interface SessionOptions extends ChannelOptions {
  /**
   * The time limit of a call that has none of its own, in milliseconds. A renewal of the token may take half of it, so that
   * calls hear of one that is never answered. Default: 30,000.
   */
  timeout?: number
  /** The portals to talk to: exact origins, or a function of the origin. Default: whichever embeds the app. */
  allowedPortals?: AllowedPortals
  /**
   * Whether a portal's page that can have one is given a `MessagePort`, over which calls are several times as fast as over
   * the window. Default: true.
   */
  privateLine?: boolean
  /** The app's window. Default: the one that the library is loaded in. */
  window?: AppWindow
}

/** A portal's page that has answered. */
export interface Connection {
  readonly channel: ParentChannel
  /** What the page told about this opening of the app (`getInitData`). */
  readonly initData: Readonly<Record<string, unknown>>
  /** The commands that the page has beyond the common ones (`getInterface`). */
  readonly commands: readonly unknown[]
  /** The newest token. */
  auth: Auth
}

/** Where we stand, and the portal's first answer. */
export interface Session {
  /** All that is under way to this portal. */
  readonly tasks: Tasks
  /** `undefined` before the portal has answered. */
  readonly connection: Connection | undefined
  isEmbedded(): boolean
  /**
   * Says a command over the private line before the page has answered. Where it lists the line, it has heard it, and the
   * answer is this one; elsewhere nobody ever hears it. `undefined` where there is no such moment, or no such line.
   */
  askBlind(command: Command, task: AnyTask): Promise<unknown> | undefined
  /** The portal's page, once it has answered. All calls wait for this one promise, so they leave in the order of calling. */
  connect(): Promise<Connection>
  /** Sees to it that there is a token that will live long enough for a request. */
  freshenAuth(): Promise<void>
  /** One renewal for all who ask while it is under way. */
  refreshAuth(): Promise<Auth>
  /** Stops listening, and ends what waits with `CLOSED`. */
  close(): void
}

export function createSession(options: SessionOptions): Session {
  const { timeout = 30_000, privateLine = true } = options
  const tasks = createTasks(timeout)
  let channel: ParentChannel | undefined
  let connecting: Promise<Connection> | undefined
  let connection: Connection | undefined
  let renewal: Promise<Auth> | undefined
  let closed: BX24Error | undefined

  // Looked up when it is used, since nothing runs at import, and there may be no window at all.
  const findWindow = () => options.window ?? (globalThis.window as AppWindow | undefined)

  function openChannel(): ParentChannel {
    if (closed) throw closed
    if (channel) return channel
    const window = findWindow()
    const place = findPlace(window)
    if (!window || !place) throw new BX24Error('NOT_EMBEDDED', 'Open this page in a portal')
    checkAllowed(place, window, options.allowedPortals)
    channel = createParentChannel(window, place, { ...options, find: tasks.find })
    return channel
  }

  function connect(): Promise<Connection> {
    connecting ??= shakeHands().catch((reason: unknown) => {
      // The next call tries anew: a page that was too slow may be there by then.
      connecting = undefined
      throw reason
    })
    return connecting
  }

  async function shakeHands(): Promise<Connection> {
    const channel = openChannel()
    channel.closeLine()
    let list: unknown
    // Sent in one go, and a page answers both at once and in order: when the second answer is here and the first
    // is not, this page does not know the first question, and lists nothing.
    const initData = await tasks.run<unknown>('getInitData', {}, (init) => {
      void tasks.run<void>('getInterface', {}, (listing) => {
        onEnd(init, () => succeed(listing, undefined))
        if (privateLine) channel.openLine([listing.id, init.id])
        const take = (answer: unknown) => {
          list = answer
          succeed(listing, undefined)
        }
        channel.ask(['getInterface', {}], listing, take, true)
      })
      channel.ask(['getInitData', {}], init, (answer) => succeed(init, answer), true)
    })
    const auth = readAuth(initData)
    const commands = isRecord(list) && Array.isArray(list.command) ? list.command : []
    if (!commands.includes(OPEN_PORT)) channel.closeLine()
    connection = { channel, initData: initData as Connection['initData'], commands, auth }
    return connection
  }

  async function renew(connection: Connection): Promise<Auth> {
    try {
      const renewed = await tasks.run<unknown>('refreshAuth', { timeout: timeout / 2 }, (task) =>
        connection.channel.ask(['refreshAuth', {}], task, (answer) => succeed(task, answer)),
      )
      connection.auth = readAuth(renewed, connection.initData)
      return connection.auth
    } catch (cause) {
      throw closed ?? new BX24Error('TOKEN_NOT_RENEWED', 'Reload the portal', { cause })
    } finally {
      renewal = undefined
    }
  }

  async function refreshAuth(): Promise<Auth> {
    const connection = await connect()
    renewal ??= renew(connection)
    return renewal
  }

  return {
    tasks,
    get connection() {
      return connection
    },
    isEmbedded: () => !!findPlace(findWindow()),
    askBlind: (command, task) => {
      const blind = privateLine && !connection && channel
      return blind ? new Promise((resolve) => blind.ask(command, task, resolve)) : undefined
    },
    connect,
    async freshenAuth() {
      const { auth } = await connect()
      if (renewal || auth.expires_in < Date.now() + SOON) await refreshAuth()
    },
    refreshAuth,
    close() {
      closed ??= new BX24Error('CLOSED', 'By close()')
      connecting = undefined
      channel?.close(closed)
      tasks.close(closed)
    },
  }
}

function findPlace(window: AppWindow | undefined): FramePlace | undefined {
  if (!window || window.parent === (window as unknown)) return undefined
  return parseFrameName(window.name) ?? parseFrameQuery(window.location.search)
}

function checkAllowed(
  { origin }: FramePlace,
  { location }: AppWindow,
  allowed: AllowedPortals | undefined,
): void {
  const embedder = location.ancestorOrigins?.[0] ?? origin
  const isAllowed =
    typeof allowed === 'function' ? allowed(origin) : !allowed || [...allowed].includes(origin)
  if (isAllowed && embedder === origin) return
  throw new BX24Error('PORTAL_NOT_ALLOWED', `${origin} in ${embedder}`)
}

/** `before`: what was told earlier, and need not be told anew. */
function readAuth(told: unknown, before = {}): Auth {
  if (!isRecord(told) || typeof told.AUTH_ID !== 'string') throw new BX24Error('BAD_ANSWER', 'No AUTH_ID')
  const data: Record<string, unknown> = { ...before, ...told }
  return {
    access_token: told.AUTH_ID,
    refresh_token: data.REFRESH_ID as string,
    expires_in: Date.now() + Number(data.AUTH_EXPIRES) * 1000,
    domain: data.DOMAIN as string,
    member_id: data.MEMBER_ID as string,
  }
}
