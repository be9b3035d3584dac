import { OPEN_PORT } from '../protocol/private-line.js'
import { type Auth, readAuth } from './auth.js'
import { BX24Error } from './error.js'
import { type AllowedPortals, type AppWindow, expectAllowed, findFrame } from './frame.js'
import {
  type ChannelOptions,
  type Command,
  createParentChannel,
  type ParentChannel,
} from './parent-channel.js'
import { type AnyTask, createTasks, onEnd, succeed, type Tasks } from './tasks.js'

export interface SessionOptions extends ChannelOptions {
  /**
   * The time limit of a call that has none of its own, in milliseconds, below 2 ** 31. A renewal of the token may take half of it, so that
   * calls hear of one that is never answered. Default: 30,000.
   */
  timeout?: number
  /**
   * The portals to talk to: exact origins, or a function of the origin. With any other, calls fail with `PORTAL_NOT_ALLOWED`.
   * Default: whichever embeds the app.
   */
  allowedPortals?: AllowedPortals
  /**
   * Whether a portal's page that can have one is given a `MessagePort`, over which calls are several times as fast as over
   * the window, and the first calls are said before it has answered. Default: true.
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
   * Says a command together with the questions, in their turn. A page that lists `together` has heard it, and the answer is
   * this one; elsewhere nobody ever hears it. `undefined` where that turn is over, or nothing is said blind.
   */
  askBlind(command: Command, task: AnyTask): Promise<unknown> | undefined
  /** Told of the portal's page each time that it has answered. */
  onConnected?: (connection: Connection) => void
  /** The portal's page, once it has answered. All calls wait for this one promise, so they leave in the order of calling. */
  connect(): Promise<Connection>
  /**
   * One renewal for all who ask while it is under way.
   * @param timeToLive milliseconds that a token must still have, so as not to be renewed. Default: it is, whatever it has
   */
  refreshAuth(timeToLive?: number): Promise<Auth>
  /** Stops listening, and ends what waits with `CLOSED`. */
  close(): void
}

/** How many questions open a connection: which commands the page has, and where the app stands. */
const QUESTIONS = 2

export function createSession(options: SessionOptions): Session {
  const { timeout = 30_000, privateLine = true, allowedPortals = () => true } = options
  const tasks = createTasks(timeout)
  let channel: ParentChannel | undefined
  let connecting: Promise<Connection> | undefined
  let connection: Connection | undefined
  let renewal: Promise<Auth> | undefined

  function openChannel(): ParentChannel {
    tasks.expectOpen()
    if (channel) return channel
    const frame = findFrame(options.window)
    if (!frame) throw new BX24Error('NOT_EMBEDDED', 'Open this page in a portal')
    expectAllowed(frame, allowedPortals)
    channel = createParentChannel(frame, tasks, options.onDiagnostic)
    return channel
  }

  function connect(): Promise<Connection> {
    if (!connecting) {
      connecting = shakeHands()
      // The next call tries anew: a page that was too slow may be there by then.
      connecting.catch(() => {
        connecting = undefined
      })
    }
    return connecting
  }

  async function shakeHands(): Promise<Connection> {
    const channel = openChannel()
    if (privateLine) channel.speakBlind(QUESTIONS)
    let commands: readonly unknown[] = []
    // Sent in one go, and a page answers both at once and in order: when the second answer is here and the first
    // is not, this page does not know the first question, and lists nothing.
    const initData = await tasks.run<unknown>('getInitData', {}, (init) => {
      void tasks.run<void>('getInterface', {}, (listing) => {
        onEnd(init, () => {
          succeed(listing, undefined)
          channel.speak(privateLine && commands.includes(OPEN_PORT))
        })
        const take = (answer: unknown) => {
          const { command } = Object(answer)
          if (Array.isArray(command)) commands = command
        }
        channel.ask(['getInterface'], listing, take)
      })
      channel.ask(['getInitData'], init, (answer) => succeed(init, answer))
    })
    const auth = readAuth(initData)
    connection = { channel, initData: initData as Connection['initData'], commands, auth }
    session.onConnected?.(connection)
    return connection
  }

  async function renew(connection: Connection): Promise<Auth> {
    try {
      const renewed = await tasks.run<unknown>('refreshAuth', { timeout: timeout / 2 }, (task) =>
        connection.channel.ask(['refreshAuth'], task, (answer) => succeed(task, answer)),
      )
      connection.auth = readAuth(renewed, connection.initData)
      return { ...connection.auth }
    } catch (cause) {
      tasks.expectOpen()
      throw new BX24Error('TOKEN_NOT_RENEWED', 'Reload the portal', { cause })
    } finally {
      renewal = undefined
    }
  }

  async function refreshAuth(timeToLive?: number): Promise<Auth> {
    const connection = await connect()
    const { auth } = connection
    // Whoever can do with the token that there is, waits for no other.
    if (timeToLive && auth.expires_in >= Date.now() + timeToLive) return auth
    renewal ??= renew(connection)
    return renewal
  }

  const session: Session = {
    tasks,
    get connection() {
      return connection
    },
    isEmbedded: () => !!findFrame(options.window),
    askBlind: (command, task) =>
      channel?.isBlind() ? new Promise((resolve) => channel?.ask(command, task, resolve)) : undefined,
    connect,
    refreshAuth,
    close() {
      connecting = undefined
      tasks.close()
      channel?.close()
    },
  }
  return session
}
