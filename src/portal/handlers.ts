/** A URL that an app has bound to an event. */
export interface Handler {
  readonly id: number
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

/** Who is bound to what. Each question is answered by an index, so that a portal with many handlers is as quick as one with few. */
export interface Handlers {
  /** All, the oldest first. */
  all(): Handler[]
  find(id: number): Handler | undefined
  ofApp(appId: string): Iterable<Handler>
  /** `appId` absent: those of all apps. */
  ofEvent(event: string, appId?: string): Iterable<Handler>
  /** Adds a handler; `undefined` where its place, which the rule set defines, is taken. */
  add(options: HandlerOptions): Handler | undefined
  /** Removes handlers, and answers with them. */
  remove(target: UnbindTarget): Handler[]
  /** Removes all handlers of an app, and answers with their number. */
  removeAll(appId: string): number
  save(): SavedHandlers
}

export interface SavedHandlers {
  readonly lastId: number
  readonly all: readonly Handler[]
}

/** `placeOf` says which handlers exclude one another: those for which it gives the same text. */
export function createHandlers(
  placeOf: (handler: HandlerOptions) => string,
  saved: SavedHandlers = { lastId: 0, all: [] },
): Handlers {
  const byId = new Map<number, Handler>()
  const byPlace = new Map<string, Handler>()
  const byApp = new Map<string, Set<Handler>>()
  const byEvent = new Map<string, Set<Handler>>()
  const byAppEvent = new Map<string, Set<Handler>>()
  const byTarget = new Map<string, Set<Handler>>()
  let { lastId } = saved

  const appEventOf = ({ appId, event }: Pick<Handler, 'appId' | 'event'>) => `${appId}\n${event}`
  const targetOf = ({ appId, event, url }: Omit<UnbindTarget, 'authType'>) => `${appId}\n${event}\n${url}`

  function addOne(handler: Handler): void {
    byId.set(handler.id, handler)
    byPlace.set(placeOf(handler), handler)
    addTo(byApp, handler.appId, handler)
    addTo(byEvent, handler.event, handler)
    addTo(byAppEvent, appEventOf(handler), handler)
    addTo(byTarget, targetOf(handler), handler)
  }

  function removeOne(handler: Handler): void {
    byId.delete(handler.id)
    byPlace.delete(placeOf(handler))
    removeFrom(byApp, handler.appId, handler)
    removeFrom(byEvent, handler.event, handler)
    removeFrom(byAppEvent, appEventOf(handler), handler)
    removeFrom(byTarget, targetOf(handler), handler)
  }

  for (const [index, handler] of saved.all.entries()) {
    if (byPlace.has(placeOf(handler)))
      throw new TypeError(`snapshot.handlers.all.${index}: another one excludes it`)
    addOne(handler)
  }

  return {
    all: () => [...byId.values()],
    find: (id) => byId.get(id),
    ofApp: (appId) => byApp.get(appId) ?? [],
    ofEvent: (event, appId) =>
      (appId === undefined ? byEvent.get(event) : byAppEvent.get(appEventOf({ appId, event }))) ?? [],
    add(options) {
      if (byPlace.has(placeOf(options))) return undefined
      const handler = { id: ++lastId, ...options }
      addOne(handler)
      return handler
    },
    remove({ authType, ...target }) {
      const found = [...(byTarget.get(targetOf(target)) ?? [])].filter(
        (handler) => authType === undefined || handler.authType === authType,
      )
      for (const handler of found) removeOne(handler)
      return found
    },
    removeAll(appId) {
      const found = [...(byApp.get(appId) ?? [])]
      for (const handler of found) removeOne(handler)
      return found.length
    },
    save: () => ({ lastId, all: [...byId.values()] }),
  }
}

function addTo<T>(index: Map<string, Set<T>>, key: string, value: T): void {
  const values = index.get(key)
  if (values) values.add(value)
  else index.set(key, new Set([value]))
}

function removeFrom<T>(index: Map<string, Set<T>>, key: string, value: T): void {
  const values = index.get(key)
  values?.delete(value)
  if (values?.size === 0) index.delete(key)
}
