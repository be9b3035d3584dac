import type { Entrance } from 'bx24-events/server'
import { describeError } from '../api.js'
import type { Asking } from './asking.js'

/** Has the portal ask the app anew whether it can be opened. */
export async function askApp({ store, api }: Asking, tellProblem: (text: string) => void): Promise<void> {
  try {
    const entrance = await api.post<Entrance>('/api/entrance', {})
    store.change(({ portal }) => (portal ? { portal: { ...portal, app: { ...portal.app, entrance } } } : {}))
  } catch (error) {
    tellProblem(describeError(error))
  }
}
