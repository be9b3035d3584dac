import { createEmitter } from '../portal/emitter.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import { askApp, type OpenWay } from './ask-app.js'
import type { Entrance } from './page-api.js'

/** Knows how the app can be opened. */
export interface EntranceKeeper {
  /** As the app has answered last. */
  readonly now: Entrance
  /** Asks the app anew. A question that is under way is not asked twice. */
  ask(): Promise<void>
  /** Tells of each answer; returns what ends that. */
  subscribe(listener: (entrance: Entrance) => void): () => void
  /** Asks no more. */
  close(): void
}

export interface EntranceOptions {
  portal: Portal
  app: PortalApp
  open: OpenWay
  fetch: typeof fetch
  /** Told, in a sentence, of what a developer should know. */
  note: (text: string) => void
}

/** Where the app is opened, at this stage of its life. */
function addressOf({ stage, url, installUrl }: Pick<PortalApp, 'stage' | 'url' | 'installUrl'>): string {
  return stage === 'installing' && installUrl !== undefined ? installUrl : url
}

/** Asks the app at once, and again when it is opened at another address from then on. */
export function createEntrance({ portal, app, note, ...way }: EntranceOptions): EntranceKeeper {
  const emitter = createEmitter<Entrance>()
  const closing = new AbortController()
  const { signal } = closing
  let now: Entrance = { state: 'asking' }
  let askedUrl = ''
  let underWay: Promise<void> | undefined
  /** What the last answer brought: a page that asks again brings the same. */
  let told: readonly string[] = []

  async function askNow(): Promise<void> {
    askedUrl = addressOf(app)
    const { entrance, notes } = await askApp({ ...way, url: askedUrl, portalOrigin: portal.origin, signal })
    if (signal.aborted) return
    const wasClosed = now.state === 'closed'
    now = entrance
    if (wasClosed && entrance.state === 'open') note(`The app answers now, at ${askedUrl}`)
    for (const text of notes) if (!told.includes(text)) note(text)
    told = notes
    emitter.tell(entrance)
    if (addressOf(app) !== askedUrl) await askNow()
  }

  function ask(): Promise<void> {
    underWay ??= askNow().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  const unsubscribe = portal.subscribe(({ type }) => {
    if (type === 'app' && addressOf(app) !== askedUrl) void ask()
  })
  void ask()

  return {
    get now() {
      return now
    },
    ask,
    subscribe: emitter.subscribe,
    close() {
      unsubscribe()
      closing.abort()
    },
  }
}
