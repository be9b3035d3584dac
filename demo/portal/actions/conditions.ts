import type { User } from 'bx24-events/portal'
import { describeFailure } from '../api.js'
import type { WantedRight } from '../state/model.js'
import { createNewestOnly } from '../state/newest-only.js'
import type { Asking } from './asking.js'

/** Asks for the newest load only, however fast the slider is drawn. */
export function createSetLoad({ store, api }: Asking): (load: number) => Promise<void> {
  const ask = createNewestOnly(async (load: number) => {
    try {
      await api.post('/api/load', { load })
      store.change(({ portal }) => (portal ? { portal: { ...portal, load } } : {}))
    } catch (error) {
      store.change({ loadFailure: describeFailure(error) })
    }
    store.change(({ wantedLoad }) => (wantedLoad === load ? { wantedLoad: undefined } : {}))
  })

  return (load) => {
    store.change({ wantedLoad: load, loadFailure: undefined })
    return ask(load)
  }
}

/** Gives or takes rights, one after the other, so that the last wish is what holds. */
export function createSetRight({ store, api }: Asking): (wanted: WantedRight) => Promise<void> {
  let last = Promise.resolve()

  async function ask(wanted: WantedRight): Promise<void> {
    const { userId, right, value } = wanted
    try {
      const user = await api.post<User>(`/api/users/${userId}`, { [right]: value })
      store.change(({ portal }) => {
        if (!portal) return {}
        return { portal: { ...portal, users: portal.users.map((one) => (one.id === userId ? user : one)) } }
      })
    } catch (error) {
      store.change({ rightFailure: describeFailure(error) })
    }
    store.change(({ wantedRights }) => ({ wantedRights: wantedRights.filter((one) => one !== wanted) }))
  }

  return (wanted) => {
    store.change(({ wantedRights }) => ({ wantedRights: [...wantedRights, wanted], rightFailure: undefined }))
    last = last.then(() => ask(wanted))
    return last
  }
}
