import type { Changes } from './changes.js'
import { createEmitter } from './emitter.js'
import { createGroups, type Groups } from './groups.js'
import { InputError } from './input-error.js'

/** A URL that an app has bound to an event. */
export interface Handler {
  /** Counts up from 1. */
  readonly id: number
  /** The `client_id` of its app. */
  readonly appId: string
  /** In upper case. */
  readonly event: string
  readonly url: string
  /** The user whose authorisation it gets; 0: the one whose action raises the event. */
  readonly authType: number
  /** Milliseconds since 1970. */
  readonly boundAt: number
}

export type HandlerOptions = Omit<Handler, 'id'>

/** Which handlers to unbind; `authType` absent: those of all users. */
export interface UnbindTarget {
  appId: string
  event: string
  url: string
  authType: number | undefined
}

/** Who is bound to what; tells of its changes. Each question is answered by an index, so that a portal with many handlers is as quick as one with few. */
export interface Handlers {
  /** All, the oldest first. */
  all(): Handler[]
  find(id: number): Handler | undefined
  /** The oldest first. */
  ofApp(appId: string): Handler[]
  /** The oldest first. `appId` absent: those of all apps. */
  ofEvent(event: string, appId?: string): Handler[]
  /** Adds a handler; `undefined` where its place, which the rule set defines, is taken. */
  add(options: HandlerOptions): Handler | undefined
  /** Removes handlers, and answers with them. */
  remove(target: UnbindTarget): Handler[]
  /** Removes all handlers of an app. */
  removeAll(appId: string): void
  /** Tells of each one that is removed; answers with what ends that. */
  onRemoved(listener: (handler: Handler) => void): () => void
  save(): SavedHandlers
}

export interface SavedHandlers {
  readonly lastId: number
  readonly all: readonly Handler[]
}

/** What a handler has a place by. */
export type PlaceOf = (handler: Pick<Handler, 'appId' | 'event' | 'url' | 'authType'>) => string

export interface HandlersOptions {
  /**
   * Says which handlers exclude one another: those for which it gives the same text. They are always of one app, one event and
   * one user.
   */
  placeOf: PlaceOf
  changes: Changes
  saved?: SavedHandlers | undefined
}

export function createHandlers({ placeOf, changes, saved }: HandlersOptions): Handlers {
  // No more of them than are needed: with many handlers, what binding costs is mostly the writing into these.
  const byId = new Map<number, Handler>()
  const byPlace = new Map<string, Handler>()
  const byTarget = createGroups<Handler>()
  const byEvent = new Map<string, Groups<Handler>>()
  const removed = createEmitter<Handler>()
  let { lastId } = saved ?? { lastId: 0 }

  const targetOf = ({ appId, event, url }: Omit<UnbindTarget, 'authType'>) => `${appId}\n${event}\n${url}`

  function addOne(handler: Handler): void {
    const { appId, event } = handler
    const byApp = byEvent.get(event) ?? createGroups<Handler>()
    byId.set(handler.id, handler)
    byPlace.set(placeOf(handler), handler)
    byTarget.add(targetOf(handler), handler)
    byApp.add(appId, handler)
    byEvent.set(event, byApp)
  }

  function removeOne(handler: Handler): void {
    const { appId, event } = handler
    const byApp = byEvent.get(event)
    byId.delete(handler.id)
    byPlace.delete(placeOf(handler))
    byTarget.remove(targetOf(handler), handler)
    byApp?.remove(appId, handler)
    removed.tell(handler)
  }

  function removeThese(found: readonly Handler[]): void {
    for (const handler of found) removeOne(handler)
    if (found.length > 0) changes.tell({ type: 'handlers' })
  }

  for (const [index, handler] of (saved?.all ?? []).entries()) {
    if (byPlace.has(placeOf(handler)))
      throw new InputError(`snapshot.handlers.all.${index}: another one excludes it`)
    addOne(handler)
  }

  const ofApp = (appId: string) => inOrder([...byEvent.values()].flatMap((byApp) => byApp.of(appId)))

  function findTargeted({ authType, ...target }: UnbindTarget): Handler[] {
    if (authType === undefined) return byTarget.of(targetOf(target))
    const handler = byPlace.get(placeOf({ ...target, authType }))
    return handler?.url === target.url ? [handler] : []
  }

  return {
    all: () => [...byId.values()],
    find: (id) => byId.get(id),
    ofApp,
    ofEvent(event, appId) {
      const byApp = byEvent.get(event)
      return appId === undefined ? inOrder(byApp?.all() ?? []) : (byApp?.of(appId) ?? [])
    },
    add(options) {
      if (byPlace.has(placeOf(options))) return undefined
      const handler = { id: ++lastId, ...options }
      addOne(handler)
      changes.tell({ type: 'handlers' })
      return handler
    },
    remove(target) {
      const found = findTargeted(target)
      removeThese(found)
      return found
    },
    removeAll: (appId) => removeThese(ofApp(appId)),
    onRemoved: removed.subscribe,
    save: () => ({ lastId, all: [...byId.values()] }),
  }
}

function inOrder(handlers: Handler[]): Handler[] {
  return handlers.sort((one, other) => one.id - other.id)
}
