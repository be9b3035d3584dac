import type {
  Delivery,
  DeliveryRequest,
  Handler,
  Params,
  RestReply,
  RuleSet,
  UserPatch,
} from 'bx24-events/portal'

/** The users of every portal that a harness opens: two administrators, and Boris, who is none. */
export { ANNA, BORIS, CLARA, USERS } from '../support/test-portal.js'

/** Who makes a call: a user who has the app open, or somebody with the webhook of a user. */
export type Caller = number | { readonly webhook: number }

export interface OpenOptions {
  /** Default: `documented`. */
  readonly rules?: RuleSet
  /** Whether the app's installation is finished. Default: true. */
  readonly installed?: boolean
  /** The scopes of the app. Default: `crm` and `task`. */
  readonly scopes?: readonly string[]
  /** Milliseconds that a delivery waits. Default: 0. */
  readonly baseDelay?: number
  /** Milliseconds that a token works. Default: an hour. */
  readonly tokenLifetime?: number
}

/**
 * An app in a portal, as the contract sees it. What goes in and out can be written as JSON, so that
 * the app may be in another process, or in a page.
 */
export interface OpenApp {
  /**
   * Where handlers can be: an address that ends with a slash. What is posted there is answered with 200, below `failing/`
   * with 500, below `down/` not at all, below `slow/` after 6 s, and below `hanging/` never.
   */
  readonly handlerBase: string
  call(caller: Caller, method: string, params?: Params): Promise<RestReply>
  /** Calls REST as a handler does, with a token that it was sent. */
  callWithToken(token: string, method: string, params?: Params): Promise<RestReply>
  /** Lets an event happen; `by` absent: a robot acts. */
  raise(event: string, options?: { by?: number; data?: unknown }): Promise<void>
  setLoad(load: number): Promise<void>
  updateUser(id: number, patch: UserPatch): Promise<void>
  /** Steps in the life of the app; the first administrator acts. */
  finishInstall(): Promise<void>
  update(version: string, options?: { scopes?: readonly string[] }): Promise<void>
  uninstall(): Promise<void>
  install(): Promise<void>
  /** Moves the portal's clock on, which stands still otherwise. */
  passTime(milliseconds: number): Promise<void>
  /** Resolves once no delivery waits and none is on its way. */
  settled(): Promise<void>
  /** What the handlers were sent so far, in the order in which it arrived. */
  received(): Promise<readonly DeliveryRequest[]>
  /** The portal's log of deliveries, the oldest first. */
  deliveries(): Promise<readonly Delivery[]>
  /** All handlers that are bound, the oldest first. */
  handlers(): Promise<readonly Handler[]>
  close(): Promise<void>
}

/** One way to an app in a portal. */
export interface Harness {
  /** Such as `through a frame`. */
  readonly way: string
  /** Whether webhooks can be called by: a frame can't be one. */
  readonly hasWebhooks: boolean
  open(options?: OpenOptions): Promise<OpenApp>
}

/** Opens an app for one test, and closes it whatever comes of that. */
export async function withApp(
  harness: Harness,
  test: (app: OpenApp) => Promise<void>,
  options?: OpenOptions,
): Promise<void> {
  const app = await harness.open(options)
  try {
    await test(app)
  } finally {
    await app.close()
  }
}
