import type { PortalChange } from '../portal/changes.js'
import type { Delivery } from '../portal/delivery/delivery.js'
import { describeUnknownScopes } from '../portal/known-scopes.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import type { EntranceKeeper } from './entrance.js'
import { followHandlers } from './handler-changes.js'
import type { PageApp, PageState, PageUpdate, ToldDelivery } from './page-api.js'
import { tellDeliveries } from './told-deliveries.js'

const SHOWN_DELIVERIES = 500

/** As many older ones are told of at a time. */
const OLDER_DELIVERIES = 1000

/** Milliseconds in which changes are put together: a storm of them makes few updates, and nobody sees the wait. */
const UPDATE_PERIOD = 20

/** What the host page is shown of. */
export interface ShownPortal {
  portal: Portal
  app: PortalApp
  entrance: EntranceKeeper
  /** Why what is bound at the app's address is refused; `undefined`: it is not. */
  warning: string | undefined
  /** Whether the page carries an app's calls itself, unless a person chooses otherwise there. */
  answersCalls: boolean
  firstDelivery: Delivery['id']
}

export function readPageState(shown: ShownPortal): PageState {
  const { portal, answersCalls, firstDelivery } = shown
  const { origin, rules, language, baseDelay, load, tokenLifetime, faults } = portal
  return {
    origin,
    rules,
    language,
    baseDelay,
    load,
    tokenLifetime,
    faults,
    answersCalls,
    app: readPageApp(shown),
    users: portal.users(),
    handlers: portal.handlers(),
    deliveries: tellDeliveries(portal.deliveries({ newest: SHOWN_DELIVERIES })),
    firstDelivery,
  }
}

/** The newest of those with lower numbers, the oldest of them first. */
export function readOlderDeliveries(portal: Portal, before: Delivery['id']): ToldDelivery[] {
  return tellDeliveries(portal.deliveries({ newest: OLDER_DELIVERIES, before }))
}

/** One with all that it brings along, unless that alone is too long to be told. Throws a `RangeError` where there is none. */
export function readDelivery(portal: Portal, id: Delivery['id']): ToldDelivery {
  const [told] = tellDeliveries(portal.deliveries({ newest: 1, before: id + 1 }))
  if (told?.id === id) return told
  throw new RangeError(`The portal has no delivery ${id}.`)
}

/** Tells of changes; all that come close together are told together, and once. Answers with what ends that. */
export function subscribeToUpdates(shown: ShownPortal, tell: (update: PageUpdate) => void): () => void {
  const { portal, app, entrance } = shown
  let changes: PortalChange[] = []
  let timer: NodeJS.Timeout | undefined
  const readHandlerChanges = followHandlers(portal)

  function gather(change: PortalChange): void {
    changes.push(change)
    timer ??= setTimeout(() => {
      const update = readUpdate(shown, changes)
      if (changes.some(({ type }) => type === 'handlers')) Object.assign(update, readHandlerChanges())
      timer = undefined
      changes = []
      tell(update)
    }, UPDATE_PERIOD)
  }

  const ends = [
    portal.subscribe(gather),
    entrance.subscribe(() => gather({ type: 'app', appId: app.id })),
    () => clearTimeout(timer),
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
  if (types.has('tokens')) update.tokenLifetime = portal.tokenLifetime
  if (types.has('faults')) update.faults = portal.faults
  if (types.has('load')) {
    update.load = portal.load
    // What waits leaves at another time now.
    for (const delivery of portal.deliveries({ newest: SHOWN_DELIVERIES }))
      if (delivery.state === 'queued') deliveries.set(delivery.id, delivery)
  }
  if (deliveries.size > 0) update.deliveries = tellDeliveries([...deliveries.values()])
  return update
}

function readPageApp({ app, entrance, warning }: ShownPortal): PageApp {
  const { id, title, url, installUrl, scopes, version, stage } = app
  const scopeWarnings = describeUnknownScopes(scopes)
  return {
    ...{ id, title, url, installUrl, scopes, version, stage, entrance: entrance.now },
    ...(warning === undefined ? {} : { warning }),
    ...(scopeWarnings.length > 0 ? { scopeWarnings } : {}),
  }
}
