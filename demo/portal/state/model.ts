import type { AppStage, ExplainedHandler, Handler, PortalFaults, User } from 'bx24-events/portal'
import type { PageApp, PageState } from 'bx24-events/server'
import { ALL_DELIVERIES, type DeliveriesView } from './delivery-filter.js'
import { type EventDraft, FIRST_EVENT_DRAFT } from './event-draft.js'
import { WHOLE_WIRE, type WireView } from './wire-filter.js'
import { EMPTY_WIRE, type WireLog } from './wire-log.js'

export type Tone = 'good' | 'warn' | 'bad' | 'busy'

/** What came of something that a person did, said beside where it was done. */
export interface Outcome {
  readonly tone: Tone
  readonly text: string
  /** It says that the portal can't be reached, which is no longer so once the page is connected again. */
  readonly untilLive?: boolean
}

/** Something that failed away from any button. It is shown until a person has seen it. */
export interface Problem extends Pick<Outcome, 'text' | 'untilLive'> {
  readonly id: number
}

/** Who does what is done in the portal: whoever has the app open, a robot, or a user by id. */
export type Actor = 'opener' | 'robot' | User['id']

/** `ended`: the browser does not try again by itself. */
export type Connection = 'connecting' | 'live' | 'lost' | 'ended'

/** What of a user can be switched. */
export type Right = 'admin' | 'active' | 'access'

/** A right that was asked for, until the portal has answered. */
export interface WantedRight {
  readonly userId: User['id']
  readonly right: Right
  readonly value: boolean
}

/** The next version of the app, as a person has written it so far. */
export interface VersionDraft {
  readonly version: string
  /** Separated by commas or spaces. */
  readonly scopes: string
}

/** An event that is being raised, once or many times. */
export interface Raising {
  readonly done: number
  readonly total: number
  /** Whether a person has said that it is enough. */
  readonly isStopped: boolean
}

export interface StepOutcome extends Outcome {
  /** The stage of its life that the app is in since then. Once it is in another one, this is of no interest any more. */
  readonly stage?: AppStage
}

/** All that the page shows: what the portal tells, and what only the page knows. */
export interface PageModel {
  readonly connection: Connection
  /** `undefined`: the portal has not told yet. */
  readonly portal: PageState | undefined
  /** Who was chosen to have the app open; `undefined`: nobody yet, so the first user has it open. */
  readonly chosenUserId: User['id'] | undefined
  /** Whether the app's place has a frame in it. Who loses the app keeps open what is open. */
  readonly isAppOpen: boolean
  /** Whether the page carries an app's calls itself; otherwise the app makes them over HTTP. */
  readonly answersCalls: boolean
  readonly actor: Actor
  /** What came of the last action in the portal. */
  readonly performed: Outcome | undefined
  readonly eventDraft: EventDraft
  /** How far the raising of an event is; `undefined`: none is being raised. */
  readonly raising: Raising | undefined
  /** The load that was asked for, until the portal has taken it. */
  readonly wantedLoad: number | undefined
  readonly loadFailure: Outcome | undefined
  /** In the order of asking. */
  readonly wantedRights: readonly WantedRight[]
  readonly rightFailure: Outcome | undefined
  /** Whether each handler would be called if the actor acted now. One that is not in it has not been told of yet. */
  readonly explained: ReadonlyMap<Handler['id'], ExplainedHandler>
  readonly explainFailure: Outcome | undefined
  readonly forged: Outcome | undefined
  readonly deliveriesView: DeliveriesView
  /** Whether older deliveries are being asked for. */
  readonly isLoadingOlder: boolean
  /** What came of the last press among the deliveries. */
  readonly deliveriesOutcome: Outcome | undefined
  /** `undefined`: as it is offered. */
  readonly versionDraft: VersionDraft | undefined
  /** Whether uninstalling the app deletes its data too. */
  readonly deletesData: boolean
  /** What came of the last step in the life of the app; `busy` while it is being taken. */
  readonly stepped: StepOutcome | undefined
  /** The faults that were asked for, until the portal tells of its faults. */
  readonly wantedFaults: Partial<PortalFaults> | undefined
  /** Whose access to the app was taken away on purpose. */
  readonly takenAccess: readonly User['id'][]
  /** How many times the portal's page was loaded anew on purpose. */
  readonly reloads: number
  readonly faultOutcome: Outcome | undefined
  readonly wire: WireLog
  readonly wireView: WireView
  /** What came of the last press at the wire. */
  readonly wireOutcome: Outcome | undefined
  readonly problems: readonly Problem[]
}

export const INITIAL_MODEL: PageModel = {
  connection: 'connecting',
  portal: undefined,
  chosenUserId: undefined,
  isAppOpen: true,
  answersCalls: true,
  actor: 'opener',
  performed: undefined,
  eventDraft: FIRST_EVENT_DRAFT,
  raising: undefined,
  wantedLoad: undefined,
  loadFailure: undefined,
  wantedRights: [],
  rightFailure: undefined,
  explained: new Map(),
  explainFailure: undefined,
  forged: undefined,
  deliveriesView: { filter: ALL_DELIVERIES, top: undefined },
  isLoadingOlder: false,
  deliveriesOutcome: undefined,
  versionDraft: undefined,
  deletesData: false,
  stepped: undefined,
  wantedFaults: undefined,
  takenAccess: [],
  reloads: 0,
  faultOutcome: undefined,
  wire: EMPTY_WIRE,
  wireView: { filter: WHOLE_WIRE, top: undefined, paused: undefined },
  wireOutcome: undefined,
  problems: [],
}

/** Who has the app open, or would have it open if the portal opened it. */
export function findOpener({ portal, chosenUserId }: Pick<PageModel, 'portal' | 'chosenUserId'>) {
  return portal?.users.find(({ id }) => id === chosenUserId) ?? portal?.users[0]
}

/** The acting user; `undefined`: a robot. */
export function findActingUser(
  model: Pick<PageModel, 'portal' | 'chosenUserId' | 'actor'>,
): User['id'] | undefined {
  if (model.actor === 'robot') return undefined
  return model.actor === 'opener' ? findOpener(model)?.id : model.actor
}

/** The next version, as it is written or offered. */
export function readVersionDraft(
  { version, scopes }: Pick<PageApp, 'version' | 'scopes'>,
  draft: VersionDraft | undefined,
): VersionDraft {
  return draft ?? { version: offerNextVersion(version), scopes: scopes.join(', ') }
}

/** One more in the last place: after 1.0.0 comes 1.0.1. */
function offerNextVersion(version: string): string {
  if (!/\d/.test(version)) return `${version}.1`
  return version.replace(/\d+(?=\D*$)/, (last) => String(Number(last) + 1))
}
