import type { Entrance } from 'bx24-events/server'
import { describeFailure } from '../api.js'
import type { Problem } from '../state/model.js'
import type { Asking } from './asking.js'

/** Has the portal ask the app anew whether it can be opened. */
export async function askApp(
  { store, api }: Asking,
  tellProblem: (problem: Omit<Problem, 'id'>) => void,
): Promise<void> {
  try {
    const entrance = await api.post<Entrance>('/api/entrance', {})
    store.change(({ portal }) => (portal ? { portal: { ...portal, app: { ...portal.app, entrance } } } : {}))
  } catch (error) {
    tellProblem(describeFailure(error))
  }
}
