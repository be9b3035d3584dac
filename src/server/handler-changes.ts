import type { Handler } from '../portal/handlers.js'
import type { Portal } from '../portal/portal.js'
import type { PageUpdate } from './page-api.js'

/** Which handlers have come and gone since this was asked before, or made. A handler never changes: it is bound, or it is not. */
export function followHandlers(
  portal: Pick<Portal, 'handlers'>,
): () => Pick<PageUpdate, 'bound' | 'unbound'> {
  let known = readIds(portal.handlers())
  return () => {
    const handlers = portal.handlers()
    const present = readIds(handlers)
    const bound = handlers.filter(({ id }) => !known.has(id))
    const unbound = [...known].filter((id) => !present.has(id))
    known = present
    return { ...(bound.length > 0 ? { bound } : {}), ...(unbound.length > 0 ? { unbound } : {}) }
  }
}

const readIds = (handlers: readonly Handler[]) => new Set(handlers.map(({ id }) => id))
