import { findEvent } from './event-catalog.js'
import { InputError } from './input-error.js'
import type { PortalSnapshot } from './snapshot.js'

/** Checks that what a snapshot names is in it, and nothing twice. Throws a `TypeError` that says what is wrong where. */
export function checkReferences(snapshot: PortalSnapshot): void {
  const { users, apps, handlers, tokens, webhooks, deliveries } = snapshot
  const userIds = collect('users', users, ({ id }) => id)
  const appIds = collect('apps', apps, ({ id }) => id)
  const handlerIds = collect('handlers.all', handlers.all, ({ id }) => id)
  collect('tokens.access', tokens.access, ({ accessToken }) => accessToken)
  collect('tokens.refresh', tokens.refresh, ({ refreshToken }) => refreshToken)
  collect('webhooks', webhooks, ({ key }) => key)
  if (userIds.size === 0) throw new InputError('snapshot.users: expected at least one user')

  const named: [path: string, values: readonly Named[]][] = [
    ['handlers.all', handlers.all],
    ['deliveries.all', deliveries.all],
    ['tokens.access', tokens.access],
    ['tokens.refresh', tokens.refresh],
    ['webhooks', webhooks],
  ]
  for (const [path, values] of named) {
    for (const [index, { appId, event, authType, by, userId }] of values.entries()) {
      const where = `snapshot.${path}.${index}`
      if (appId !== undefined && !appIds.has(appId))
        throw new InputError(`${where}: there is no app ${appId}`)
      if (event !== undefined && findEvent(event)?.name !== event)
        throw new InputError(`${where}: there is no event ${event}`)
      for (const id of [authType, by, userId])
        if (id && !userIds.has(id)) throw new InputError(`${where}: there is no user ${id}`)
    }
  }
  checkNumbers(snapshot, handlerIds)
}

/** What parts of a snapshot name each other by. */
interface Named {
  readonly appId?: string
  readonly event?: string
  readonly authType?: number
  readonly by?: number | undefined
  readonly userId?: number
}

/**
 * A number that was given once is not given again, so the handlers and deliveries to come go on after the last. Of the deliveries
 * the first ones may be left out.
 */
function checkNumbers({ handlers, deliveries }: PortalSnapshot, handlerIds: ReadonlySet<number>): void {
  const { lastId } = handlers
  for (const id of handlerIds) {
    if (id > lastId) throw new InputError(`snapshot.handlers.lastId: ${lastId} is below handler ${id}`)
  }
  const firstId = deliveries.all[0]?.id ?? 1
  for (const [index, { id, handlerId, replayOf }] of deliveries.all.entries()) {
    const where = `snapshot.deliveries.all.${index}`
    if (id !== firstId + index)
      throw new InputError(`${where}: expected the number ${firstId + index}, not ${id}`)
    if (handlerId > lastId) throw new InputError(`${where}: there never was a handler ${handlerId}`)
    if (replayOf !== undefined && replayOf >= id)
      throw new InputError(`${where}: there is no earlier delivery ${replayOf}`)
  }
}

/** What a list is known by. Throws where two have it in common. */
function collect<T, Key>(path: string, values: readonly T[], keyOf: (value: T) => Key): ReadonlySet<Key> {
  const keys = new Set<Key>()
  for (const [index, value] of values.entries()) {
    // A token or a key is not told.
    if (keys.has(keyOf(value)))
      throw new InputError(`snapshot.${path}.${index}: there is another one like it`)
    keys.add(keyOf(value))
  }
  return keys
}
