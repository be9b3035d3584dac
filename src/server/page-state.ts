import type { PortalChange } from '../portal/changes.js'
import type { Delivery } from '../portal/delivery/delivery.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import type { PageApp, PageState, PageUpdate } from './page-api.js'

const SHOWN_DELIVERIES = 500

export function readPageState(portal: Portal, app: PortalApp): PageState {
  const { origin, rules, language, baseDelay, load, tokenLifetime, faults } = portal
  return {
    origin,
    rules,
    language,
    baseDelay,
    load,
    tokenLifetime,
    faults,
    app: readPageApp(app),
    users: portal.users(),
    handlers: portal.handlers(),
    deliveries: portal.deliveries({ newest: SHOWN_DELIVERIES }),
  }
}

/** Tells of changes; all that happen in one turn are told together, and once. Answers with what ends that. */
export function subscribeToUpdates(
  portal: Portal,
  app: PortalApp,
  tell: (update: PageUpdate) => void,
): () => void {
  let changes: PortalChange[] = []
  let timer: NodeJS.Immediate | undefined

  const unsubscribe = portal.subscribe((change) => {
    changes.push(change)
    timer ??= setImmediate(() => {
      const update = readUpdate(portal, app, changes)
      timer = undefined
      changes = []
      tell(update)
    })
  })
  return () => {
    unsubscribe()
    clearImmediate(timer)
  }
}

function readUpdate(portal: Portal, app: PortalApp, changes: readonly PortalChange[]): PageUpdate {
  const types = new Set(changes.map(({ type }) => type))
  const deliveries = new Map<Delivery['id'], Delivery>()
  for (const change of changes)
    if (change.type === 'delivery') deliveries.set(change.delivery.id, change.delivery)
  const update: PageUpdate = {}
  if (types.has('app')) update.app = readPageApp(app)
  if (types.has('user')) update.users = portal.users()
  if (types.has('handlers')) update.handlers = portal.handlers()
  if (deliveries.size > 0) update.deliveries = [...deliveries.values()]
  if (types.has('tokens')) update.tokenLifetime = portal.tokenLifetime
  if (types.has('faults')) update.faults = portal.faults
  if (types.has('load')) {
    update.load = portal.load
    // What waits leaves at another time now.
    update.deliveries = portal.deliveries({ newest: SHOWN_DELIVERIES })
  }
  return update
}

function readPageApp({ id, title, url, scopes, version, stage }: PortalApp): PageApp {
  return { id, title, url, scopes, version, stage }
}
