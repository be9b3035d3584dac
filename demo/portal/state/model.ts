import type { User } from 'bx24-events/portal'
import type { PageState } from 'bx24-events/server'
import type { WireLog } from './wire-log.js'

export type Tone = 'good' | 'warn' | 'bad' | 'busy'

/** What came of something that a person did, said beside where it was done. */
export interface Outcome {
  readonly tone: Tone
  readonly text: string
}

/** Something that failed away from any button. It is shown until a person has seen it. */
export interface Problem {
  readonly id: number
  readonly text: string
}

/** Who does what is done in the portal: whoever has the app open, a robot, or a user by id. */
export type Actor = 'opener' | 'robot' | User['id']

/** `ended`: the browser does not try again by itself. */
export type Connection = 'connecting' | 'live' | 'lost' | 'ended'

/** All that the page shows: what the portal tells, and what only the page knows. */
export interface PageModel {
  readonly connection: Connection
  /** `undefined`: the portal has not told yet. */
  readonly portal: PageState | undefined
  /** Who was chosen to have the app open; `undefined`: nobody yet, so the first user has it open. */
  readonly chosenUserId: User['id'] | undefined
  readonly actor: Actor
  /** What came of the last action in the portal. */
  readonly performed: Outcome | undefined
  /** The load that was asked for, until the portal has taken it. */
  readonly wantedLoad: number | undefined
  readonly loadFailure: Outcome | undefined
  /** The handler that a forged delivery is for; `undefined`: the newest. */
  readonly forgeTargetId: number | undefined
  readonly forged: Outcome | undefined
  readonly wire: WireLog
  readonly problems: readonly Problem[]
}

/** Who has the app open. */
export function findOpener({ portal, chosenUserId }: Pick<PageModel, 'portal' | 'chosenUserId'>) {
  return portal?.users.find(({ id }) => id === chosenUserId) ?? portal?.users[0]
}

/** The handler that a forged delivery would go to. */
export function findForgeTarget({ portal, forgeTargetId }: Pick<PageModel, 'portal' | 'forgeTargetId'>) {
  return portal?.handlers.find(({ id }) => id === forgeTargetId) ?? portal?.handlers.at(-1)
}
