import type { Received } from '../server/received.js'

/** What went wrong, as it is shown. */
export interface Failure {
  code: string
  text: string
  /** HTTP status; 0: there was no answer. */
  status: number
}

/** Where the page stands. */
export type Place =
  | { kind: 'connecting' }
  /** Outside a portal; `portalUrl` once it is known where there is one. */
  | { kind: 'alone'; portalUrl?: string }
  | { kind: 'unreachable'; failure: Failure }
  | {
      kind: 'embedded'
      domain: string
      isAdmin: boolean
      /** Who has the app open, such as `Anna (1)`; empty until the portal has said so. */
      user: string
      /** Why not all was told that the page asks from its start. */
      failure?: Failure
    }

/** Something that is fetched from the portal. */
export type Fetched<T> =
  | { kind: 'loading' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'ready'; value: T }

export interface OfferedEvent {
  name: string
  /** Whether this app can bind it. */
  inScope: boolean
}

/** What a person has put into the form. */
export interface CallForm {
  event: string
  handler: string
  /** Empty: not given. */
  runAs: '' | `${number}`
}

/** The calls that a button makes. */
export type CallName =
  | 'callBind'
  | 'callUnbind'
  | 'event.get'
  | 'events'
  | 'event.bind (back end)'
  | 'event.unbind (back end)'
  /** Has no button beside the others: it is offered where a token has expired. */
  | 'refreshAuth'

export type Outcome =
  | { kind: 'pending' }
  | { kind: 'answered'; value: unknown; duration: number }
  | { kind: 'failed'; failure: Failure; duration: number }

/** A press of a button, and what came of it. */
export interface Call {
  id: number
  name: CallName
  /** The code that the press stands for. */
  code: string
  outcome: Outcome
}

/** A handler of this app, as `event.get` tells it. */
export interface BoundHandler {
  event: string
  handler: string
  auth_type: string
}

/** Whether this version of the app is still to be installed, and how that goes. */
export type Installation =
  | { kind: 'none' }
  | { kind: 'open' }
  | { kind: 'under way' }
  | { kind: 'done' }
  | { kind: 'failed'; failure: Failure }

export interface ReceivedList {
  connection: 'connecting' | 'live' | 'lost' | 'refused'
  /** The oldest first. */
  items: readonly Received[]
}

export interface AppState {
  place: Place
  installation: Installation
  form: CallForm
  /** Whether all documented events are offered, and not only those that the app can bind. */
  showsAll: boolean
  events: Fetched<readonly OfferedEvent[]>
  /** The newest first. */
  calls: readonly Call[]
  handlers: Fetched<readonly BoundHandler[]>
  received: ReceivedList
}

export function createInitialState(handler: string): AppState {
  return {
    place: { kind: 'connecting' },
    installation: { kind: 'none' },
    form: { event: 'ONCRMDEALADD', handler, runAs: '' },
    showsAll: false,
    events: { kind: 'loading' },
    calls: [],
    handlers: { kind: 'loading' },
    received: { connection: 'connecting', items: [] },
  }
}
