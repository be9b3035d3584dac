import type { PortalFaults, User } from 'bx24-events/portal'
import { describeCount, HANDLERS } from './fault-words.js'
import { findOpener, type PageModel } from './state/model.js'
import { writeUser } from './words.js'

/** Something that goes wrong on purpose, until it is undone. */
export interface ActiveFault {
  /** Which one; a user's lost access, by his number. */
  readonly fault: keyof PortalFaults | User['id']
  readonly name: string
  readonly text: string
}

export type FaultsData = Pick<PageModel, 'portal' | 'chosenUserId' | 'wantedFaults' | 'takenAccess'>

/** The faults as they were chosen last, be the portal's word of it there or not; `undefined`: it has not told yet. */
export function readFaults({ portal, wantedFaults }: Pick<FaultsData, 'portal' | 'wantedFaults'>) {
  return portal && { ...portal.faults, ...wantedFaults }
}

/** All that is on. */
export function listActiveFaults(data: FaultsData): readonly ActiveFault[] {
  const faults = readFaults(data)
  if (!faults || !data.portal) return []
  const { queryLimit, lostReplies, handlers } = faults
  const { users, app } = data.portal
  const counted = [
    { fault: 'queryLimit', name: 'query limit', count: queryLimit },
    { fault: 'lostReplies', name: 'lost replies', count: lostReplies },
  ] as const
  return [
    ...counted
      .filter(({ count }) => count !== 0)
      .map(({ fault, name, count }) => ({ fault, name, text: describeCount(fault, count) })),
    ...(handlers === 'well'
      ? []
      : [{ fault: 'handlers', name: 'handlers', text: HANDLERS[handlers] } as const]),
    ...listWithoutAccess(data).map(({ id }) => ({
      ...{ fault: id, name: `access of ${writeUser(users, id)}` },
      text: `${app.title} is not open to ${writeUser(users, id)}.`,
    })),
  ]
}

/** Who has the app open and may not, and whose access was taken away here before. */
function listWithoutAccess(data: FaultsData): readonly User[] {
  const opener = findOpener(data)
  const users = data.portal?.users ?? []
  return users.filter(({ id, access }) => !access && (id === opener?.id || data.takenAccess.includes(id)))
}
