import type { ExplainedHandler, Explanation, Handler, User } from 'bx24-events/portal'
import type { Asking } from './actions/asking.js'
import { describeFailure } from './api.js'
import { findActingUser, type PageModel } from './state/model.js'
import { createNewestOnly } from './state/newest-only.js'
import { isLifeEvent } from './step-words.js'

interface Question {
  handlers: readonly Handler[]
  by: User['id'] | undefined
}

/**
 * Keeps what the model says of each handler right: whether it would be called now. What this answers with is to be told of
 * each change of the model, and asks the portal anew where one of the things has changed that count.
 */
export function keepExplained({ store, api }: Asking): (model: PageModel) => void {
  let known: readonly unknown[] = []

  const ask = createNewestOnly(async ({ handlers, by }: Question) => {
    const events = new Set(handlers.map(({ event }) => event).filter((event) => !isLifeEvent(event)))
    const questions = [...events].map((event) => api.post<Explanation>('/api/explain', { event, by }))
    try {
      store.change({ explained: byHandler(await Promise.all(questions)), explainFailure: undefined })
    } catch (error) {
      const explainFailure = describeFailure(error, 'Whether they would be called is not known. ')
      store.change({ explained: new Map(), explainFailure })
    }
  })

  return (model) => {
    if (!model.portal) return
    const { app, users, handlers } = model.portal
    const by = findActingUser(model)
    // Parts of the portal that have not changed are the same objects as before.
    const counting = [app, users, handlers, by]
    if (counting.length === known.length && counting.every((part, index) => part === known[index])) return
    known = counting
    void ask({ handlers, by })
  }
}

function byHandler(explanations: readonly Explanation[]): PageModel['explained'] {
  const handlers = explanations.flatMap((explanation) => explanation.handlers)
  return new Map<Handler['id'], ExplainedHandler>(handlers.map((handler) => [handler.handlerId, handler]))
}
