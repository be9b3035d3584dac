import type { PortalChange } from '../portal/changes.js'
import type { Delivery } from '../portal/delivery/delivery.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import type { EntranceKeeper } from './entrance.js'
import type { PageApp, PageState, PageUpdate } from './page-api.js'

const SHOWN_DELIVERIES = 500

/** What the host page is shown of. */
export interface ShownPortal {
  portal: Portal
  app: PortalApp
  entrance: EntranceKeeper
  /** Whether the page carries an app's calls itself, unless a person chooses otherwise there. */
  answersCalls: boolean
}

export function readPageState(shown: ShownPortal): PageState {
  const { portal, answersCalls } = shown
  const { origin, rules, language, baseDelay, load } = portal
  return {
    origin,
    rules,
    language,
    baseDelay,
    load,
    answersCalls,
    app: readPageApp(shown),
    users: portal.users(),
    handlers: portal.handlers(),
    deliveries: portal.deliveries({ newest: SHOWN_DELIVERIES }),
  }
}

/** Tells of changes; all that happen in one turn are told together, and once. Answers with what ends that. */
export function subscribeToUpdates(shown: ShownPortal, tell: (update: PageUpdate) => void): () => void {
  const { portal, app, entrance } = shown
  let changes: PortalChange[] = []
  let timer: NodeJS.Immediate | undefined

  function gather(change: PortalChange): void {
    changes.push(change)
    timer ??= setImmediate(() => {
      const update = readUpdate(shown, changes)
      timer = undefined
      changes = []
      tell(update)
    })
  }

  const ends = [
    portal.subscribe(gather),
    entrance.subscribe(() => gather({ type: 'app', appId: app.id })),
    () => clearImmediate(timer),
  ]
  return () => {
    for (const end of ends) end()
  }
}

function readUpdate(shown: ShownPortal, changes: readonly PortalChange[]): PageUpdate {
  const { portal } = shown
  const types = new Set(changes.map(({ type }) => type))
  const deliveries = new Map<Delivery['id'], Delivery>()
  for (const change of changes)
    if (change.type === 'delivery') deliveries.set(change.delivery.id, change.delivery)
  const update: PageUpdate = {}
  if (types.has('app')) update.app = readPageApp(shown)
  if (types.has('user')) update.users = portal.users()
  if (types.has('handlers')) update.handlers = portal.handlers()
  if (deliveries.size > 0) update.deliveries = [...deliveries.values()]
  if (types.has('load')) {
    update.load = portal.load
    // What waits leaves at another time now.
    update.deliveries = portal.deliveries({ newest: SHOWN_DELIVERIES })
  }
  return update
}

function readPageApp({ app, entrance }: ShownPortal): PageApp {
  const { id, title, url, installUrl, scopes, version, stage } = app
  return { id, title, url, installUrl, scopes, version, stage, entrance: entrance.now }
}
