import type { BX24Client } from 'bx24-events'
import { findPortal } from './back-end.js'
import { prepareCall } from './calls.js'
import { describeFailure } from './failure.js'
import { finishInstallation } from './installer.js'
import type {
  AppState,
  BoundHandler,
  CallForm,
  CallName,
  Fetched,
  OfferedEvent,
  Outcome,
  Place,
} from './state.js'
import type { Store } from './store.js'

/** What a person can do on the page. Each ends in updates of the store. */
export interface Actions {
  /** Finds out where the page stands, and asks the portal for what the page shows from the start; again where that came to nothing. */
  connect(): Promise<void>
  edit(change: Partial<CallForm>): void
  showAll(showsAll: boolean): Promise<void>
  press(name: CallName): Promise<void>
  /** Does what an installer does: binds what the app needs, then ends the installation. */
  finishInstallation(): Promise<void>
}

const CALLS_KEPT = 20

const LEAVES_HANDLERS: ReadonlySet<CallName> = new Set(['events', 'refreshAuth'])

/** @param ownHandler the handler of the app's own server */
export function createActions(store: Store<AppState>, BX24: BX24Client, ownHandler: string): Actions {
  let lastCallId = 0

  async function connect(): Promise<void> {
    if (!BX24.isEmbedded()) return showAlone()
    store.update({ place: { kind: 'connecting' } })
    try {
      await BX24.init()
    } catch (error) {
      return store.update({ place: { kind: 'unreachable', failure: describeFailure(error) } })
    }
    await Promise.all([showPlace(), showInstallation(), loadEvents(), loadHandlers()])
  }

  async function showAlone(): Promise<void> {
    store.update({ place: { kind: 'alone' } })
    const portalUrl = await findPortal().catch(() => undefined)
    if (portalUrl !== undefined) store.update({ place: { kind: 'alone', portalUrl } })
  }

  async function showPlace(): Promise<void> {
    const place = {
      kind: 'embedded',
      domain: BX24.getDomain() ?? '',
      isAdmin: BX24.isAdmin(),
    } as const
    store.update({ place: { ...place, user: '' } })
    const profile = await BX24.callMethod<{ ID: string; NAME: string }>('profile').catch(tellUntold)
    if (profile) updatePlace({ user: `${profile.NAME} (${profile.ID})` })
  }

  async function showInstallation(): Promise<void> {
    const app = await BX24.callMethod<{ INSTALLED: boolean }>('app.info').catch(tellUntold)
    if (app?.INSTALLED === false) store.update({ installation: { kind: 'open' } })
  }

  const tellUntold = (error: unknown): void => updatePlace({ failure: describeFailure(error) })

  function updatePlace(change: Partial<Extract<Place, { kind: 'embedded' }>>): void {
    const { place } = store.state
    if (place.kind === 'embedded') store.update({ place: { ...place, ...change } })
  }

  async function loadEvents(): Promise<void> {
    const { showsAll } = store.state
    const events = await fetched(async (): Promise<OfferedEvent[]> => {
      const [bindable, all] = await Promise.all([
        BX24.callMethod<string[]>('events'),
        showsAll ? BX24.callMethod<string[]>('events', { FULL: true }) : [],
      ])
      const inScope = new Set(bindable)
      return (showsAll ? all : bindable).map((name) => ({ name, inScope: inScope.has(name) }))
    })
    // The switch may have been turned back by now.
    if (store.state.showsAll === showsAll) store.update({ events })
  }

  async function loadHandlers(): Promise<void> {
    store.update({ handlers: await fetched(() => BX24.callMethod<BoundHandler[]>('event.get')) })
  }

  function settle(id: number, outcome: Outcome): void {
    const calls = store.state.calls.map((call) => (call.id === id ? { ...call, outcome } : call))
    store.update({ calls })
  }

  return {
    connect,
    edit: (change) => store.update({ form: { ...store.state.form, ...change } }),
    async showAll(showsAll) {
      store.update({ showsAll, events: { kind: 'loading' } })
      await loadEvents()
    },
    async press(name) {
      const { form, showsAll, calls } = store.state
      const { code, send } = prepareCall(name, BX24, { ...form, showsAll })
      const id = ++lastCallId
      store.update({
        calls: [{ id, name, code, outcome: { kind: 'pending' } as const }, ...calls].slice(0, CALLS_KEPT),
      })
      const startedAt = performance.now()
      try {
        const value = await send()
        settle(id, { kind: 'answered', value, duration: performance.now() - startedAt })
      } catch (error) {
        settle(id, {
          kind: 'failed',
          failure: describeFailure(error),
          duration: performance.now() - startedAt,
        })
      }
      if (!LEAVES_HANDLERS.has(name)) await loadHandlers()
    },
    async finishInstallation() {
      store.update({ installation: { kind: 'under way' } })
      try {
        await finishInstallation(BX24, ownHandler)
        // The portal opens the app anew then, and this page ends.
        store.update({ installation: { kind: 'done' } })
      } catch (error) {
        store.update({ installation: { kind: 'failed', failure: describeFailure(error) } })
        await loadHandlers()
      }
    },
  }
}

async function fetched<T>(fetch: () => Promise<T>): Promise<Fetched<T>> {
  try {
    return { kind: 'ready', value: await fetch() }
  } catch (error) {
    return { kind: 'failed', failure: describeFailure(error) }
  }
}
