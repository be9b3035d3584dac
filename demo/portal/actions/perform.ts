import type { Delivery, Explanation } from 'bx24-events/portal'
import { describeFailure } from '../api.js'
import { describeRaised } from '../raise-words.js'
import type { Activity } from '../state/activities.js'
import { findActingUser } from '../state/model.js'
import type { Records } from '../state/records.js'
import { writeUser } from '../words.js'
import type { Asking } from './asking.js'

/** Lets somebody do something in the portal, and says what that causes; where it is nothing, what may be wrong. */
export async function perform(
  activity: Activity,
  { store, api, records }: Asking & { records: Records },
): Promise<void> {
  const { event, kind, does, dataFor } = activity
  const { portal, actor } = store.model
  const by = findActingUser(store.model)
  try {
    const id = records[does](kind, portal?.deliveries ?? [])
    await api.post<Delivery[]>('/api/raise', { event, data: dataFor(id), by })
    const causes = await api.post<Explanation>('/api/explain', { event, by })
    const name = actor === 'robot' ? 'a robot' : writeUser(portal?.users, by)
    store.change({ performed: describeRaised({ kind, id, does, by: name }, causes) })
  } catch (error) {
    store.change({ performed: describeFailure(error) })
  }
}
