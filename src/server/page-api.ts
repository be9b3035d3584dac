import type { Delivery } from '../portal/delivery/delivery.js'
import type { PortalFaults } from '../portal/faults.js'
import type { Handler } from '../portal/handlers.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import type { User } from '../portal/users.js'
import type { Params } from '../protocol/message.js'
import type { RestReply } from '../protocol/rest.js'

/** How the app can be opened in a frame, as its address has answered. */
export type Entrance =
  | { readonly state: 'asking' }
  | { readonly state: 'open'; readonly way: 'get' | 'post' }
  | {
      readonly state: 'closed'
      /** Why, and what to do about it. */
      readonly reason: string
      /** When the app was asked, in milliseconds since 1970. */
      readonly at: number
    }

/** An app, as the host page shows it. */
export interface PageApp
  extends Pick<PortalApp, 'id' | 'title' | 'url' | 'installUrl' | 'scopes' | 'version' | 'stage'> {
  entrance: Entrance
  /** Why what is bound at the app's address is refused, and what to do about it; absent: it is not. */
  warning?: string
  /** Says of each of its scopes that does nothing in this portal that it does not; absent: there is none. */
  scopeWarnings?: string[]
}

/** A delivery, as the host page is told of it. */
export interface ToldDelivery extends Delivery {
  /**
   * It has neither its data nor its request, which would make what is told too long. `GET /api/deliveries/<number>` has them, unless they
   * are too long by themselves.
   */
  readonly isCut?: true
}

/** All that the host page shows of the portal. `GET /api/live` sends it as its first event, named `state`. */
export interface PageState extends Pick<Portal, 'origin' | 'rules' | 'language' | 'baseDelay'> {
  load: number
  /** Milliseconds that an access token works. */
  tokenLifetime: number
  faults: PortalFaults
  /** Whether the page carries an app's calls itself, until a person chooses otherwise there. */
  answersCalls: boolean
  app: PageApp
  users: User[]
  handlers: Handler[]
  /** The newest 500, the oldest of them first. `GET /api/deliveries?before=<number>` answers with the 1,000 before that one. */
  deliveries: ToldDelivery[]
  /** The number of the first that the portal has: one that goes on from a file has not got those before. */
  firstDelivery: Delivery['id']
}

/**
 * What has changed since, as the events of `GET /api/live` named `update` tell it: whole parts of the state, but of the deliveries only
 * those that are new or other than they were, and of the handlers those that have come and gone.
 */
export interface PageUpdate
  extends Partial<Pick<PageState, 'load' | 'tokenLifetime' | 'faults' | 'app' | 'users' | 'deliveries'>> {
  /** The oldest first. */
  bound?: Handler[]
  unbound?: Handler['id'][]
}

/** The reply to a call of REST. */
export interface ToldReply extends RestReply {
  /** It is lost on the way: who has called hears nothing. */
  lost?: true
}

/** Who made a call of REST over HTTP, and what it was known by. */
export interface RestCaller {
  userId: User['id']
  by: 'token' | 'webhook'
}

/**
 * A call of REST that came over HTTP, and its answer. It tells no token. `GET /api/live` tells of it as an event named `call`: of
 * the newest 100 at first, 8,000,000 characters of them at most, then of each that comes.
 */
export interface RestCallRecord extends ToldReply {
  /** When it came, in milliseconds since 1970. */
  at: number
  /** Milliseconds until the answer. */
  duration: number
  /** The origin of the page that made it; absent: it came from no page. */
  origin?: string
  /** Absent: the portal knows nobody by what the call showed. */
  caller?: RestCaller
  method: string
  /** As understood, without `auth`; what is nested deeper than the portal reads is left out. */
  params: Params
  /** The body as it was sent, with a mask in place of each token; empty where it came in parts. */
  body: string
}
