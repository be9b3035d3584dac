import { NO_FAULTS, type PortalFaults, type User } from 'bx24-events/portal'
import { type ActiveFault, listActiveFaults } from '../active-faults.js'
import { describeFailure } from '../api.js'
import type { Outcome, WantedRight } from '../state/model.js'
import type { Asking } from './asking.js'

const EXPIRED: Outcome = {
  tone: 'good',
  text: 'All access tokens that were given out have expired. Calls over HTTP are refused until the app has renewed its token.',
}

/** What goes wrong on purpose, and how it is undone. */
export function createFaultActions({ store, api }: Asking, setRight: (wanted: WantedRight) => Promise<void>) {
  let last = Promise.resolve()

  const fail = (error: unknown) => store.change({ faultOutcome: describeFailure(error) })

  /** One after the other, so that the last wish is what holds. It stands until the portal tells of its faults. */
  function setFaults(faults: Partial<PortalFaults>): Promise<void> {
    store.change(({ wantedFaults }) => ({
      wantedFaults: { ...wantedFaults, ...faults },
      faultOutcome: undefined,
    }))
    last = last.then(async () => {
      await api.post('/api/faults', faults).catch((error: unknown) => {
        store.change({ wantedFaults: undefined })
        fail(error)
      })
    })
    return last
  }

  async function setAccess(userId: User['id'], value: boolean): Promise<void> {
    store.change(({ takenAccess }) => {
      const others = takenAccess.filter((id) => id !== userId)
      return { takenAccess: value ? others : [...others, userId] }
    })
    await setRight({ userId, right: 'access', value })
  }

  async function undoFault(fault: ActiveFault['fault']): Promise<void> {
    if (typeof fault === 'number') await setAccess(fault, true)
    else await setFaults({ [fault]: NO_FAULTS[fault] })
  }

  return {
    setFaults,
    setAccess,
    undoFault,
    async undoAllFaults() {
      const withoutAccess = listActiveFaults(store.model).flatMap(({ fault }) =>
        typeof fault === 'number' ? [fault] : [],
      )
      await Promise.all([setFaults(NO_FAULTS), ...withoutAccess.map((id) => setAccess(id, true))])
    },
    async expireTokens() {
      await api.post('/api/expireTokens', {}).then(() => store.change({ faultOutcome: EXPIRED }), fail)
    },
    async setTokenLifetime(tokenLifetime: number) {
      const take = () =>
        store.change(({ portal }) => (portal ? { portal: { ...portal, tokenLifetime } } : {}))
      await api.post('/api/tokenLifetime', { tokenLifetime }).then(take, fail)
    },
    /** The page of a portal that is loaded anew takes the app's frame with it. */
    reloadPage: () => store.change(({ reloads }) => ({ reloads: reloads + 1 })),
  }
}
