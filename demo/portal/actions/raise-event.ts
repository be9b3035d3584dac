import type { Delivery, Explanation } from 'bx24-events/portal'
import { describeFailure } from '../api.js'
import { describeRaisedEvent } from '../raise-words.js'
import { type EventOrder, readDraft } from '../state/event-draft.js'
import { findActingUser } from '../state/model.js'
import { writeUser } from '../words.js'
import type { Asking } from './asking.js'

/** Lets an event of any name happen, once or many times, and says what that causes. */
export async function raiseEvent(asking: Asking): Promise<void> {
  const { store } = asking
  if (store.model.raising) return
  const order = readDraft(store.model.eventDraft)
  if ('problem' in order) return store.change({ performed: { tone: 'bad', text: order.problem } })
  const isMany = order.times > 1
  store.change({
    raising: { done: 0, total: order.times, isStopped: false },
    ...(isMany ? { performed: { tone: 'busy', text: `Raising ${order.event} ${order.times} times…` } } : {}),
  })
  await raiseAll(order, asking)
  store.change({ raising: undefined })
}

/** Lets no more happen. What has happened stays. */
export function stopRaising({ store }: Pick<Asking, 'store'>): void {
  store.change(({ raising }) => (raising ? { raising: { ...raising, isStopped: true } } : {}))
}

/** As many are asked for at once: few enough for the page to say how far it is, and to stop soon. */
const AT_ONCE = 25

/** Some after the other. */
async function raiseAll({ event, data, times }: EventOrder, { store, api }: Asking): Promise<void> {
  const by = findActingUser(store.model)
  const name = store.model.actor === 'robot' ? 'a robot' : writeUser(store.model.portal?.users, by)
  let done = 0
  try {
    while (done < times && !store.model.raising?.isStopped) {
      const some = Math.min(AT_ONCE, times - done)
      await api.post<Delivery[]>('/api/raise', { event, data, by, times: some })
      done += some
      store.change(({ raising }) => (raising ? { raising: { ...raising, done } } : {}))
    }
    const causes = await api.post<Explanation>('/api/explain', { event, by })
    store.change({ performed: describeRaisedEvent({ event, by: name, done, times }, causes) })
  } catch (error) {
    const reached = times > 1 ? `${done} of ${times} raised. ` : ''
    store.change({ performed: describeFailure(error, reached) })
  }
}
