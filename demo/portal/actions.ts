import type { Delivery, FrameDiagnostic, User, WireMessage } from 'bx24-events/portal'
import { describeError, type Post } from './api.js'
import type { Activity } from './state/activities.js'
import { type Actor, findForgeTarget, findOpener, type PageModel } from './state/model.js'
import type { Records } from './state/records.js'
import type { Store } from './state/store.js'
import { addMessage, addNote, clearWire } from './state/wire-log.js'
import { describeForgery, describeRaised, writeUser } from './words.js'

export type Actions = ReturnType<typeof createActions>

/** All that a person, or the app in its frame, can do to the page. */
export function createActions(store: Store<PageModel>, { post, records }: { post: Post; records: Records }) {
  return {
    perform: (activity: Activity) => perform(activity, { store, post, records }),
    setLoad: (load: number) => setLoad(load, { store, post }),
    forge: () => forge({ store, post }),
    chooseUser: (id: User['id']) => store.change({ chosenUserId: id }),
    chooseActor: (actor: Actor) => store.change({ actor }),
    chooseForgeTarget: (id: number) => store.change({ forgeTargetId: id }),
    tellProblem: (text: string) => store.change(({ problems }) => ({ problems: addProblem(problems, text) })),
    dismissProblem: (id: number) =>
      store.change(({ problems }) => ({ problems: problems.filter((problem) => problem.id !== id) })),
    addWireMessage: (message: WireMessage) =>
      store.change(({ wire }) => ({ wire: addMessage(wire, message) })),
    addWireNote: (text: string) =>
      store.change(({ wire }) => ({ wire: addNote(wire, { at: Date.now(), text, isWarning: false }) })),
    /** Refusals stand in the wire as messages; what failed after it was let in stands nowhere else. */
    addDiagnostic({ kind }: FrameDiagnostic) {
      if (kind !== 'command failed') return
      const text = 'A command of the app failed here, so it gets no answer, as in a live portal.'
      store.change(({ wire }) => ({ wire: addNote(wire, { at: Date.now(), text, isWarning: true }) }))
    },
    clearWire: () => store.change(({ wire }) => ({ wire: clearWire(wire) })),
  }
}

interface Asking {
  store: Store<PageModel>
  post: Post
}

async function perform(
  { event, kind, does, dataFor }: Activity,
  { store, post, records }: Asking & { records: Records },
): Promise<void> {
  const { portal, actor } = store.model
  const by = findActor(store.model)
  try {
    const id = records[does](kind)
    const body = { event, data: dataFor(id), ...(by === undefined ? {} : { by }) }
    const deliveries = await post<Delivery[]>('/api/raise', body)
    const raised = { kind, id, does, event, by: actor === 'robot' ? 'a robot' : writeUser(portal?.users, by) }
    store.change({ performed: describeRaised(raised, deliveries.length) })
  } catch (error) {
    store.change({ performed: { tone: 'bad', text: describeError(error) } })
  }
}

/** Asks for the newest wish only, however fast the slider is drawn. */
async function setLoad(load: number, { store, post }: Asking): Promise<void> {
  const isUnderWay = store.model.wantedLoad !== undefined
  store.change({ wantedLoad: load, loadFailure: undefined })
  if (isUnderWay) return
  try {
    let sent: number | undefined
    while (sent !== store.model.wantedLoad) {
      sent = store.model.wantedLoad
      await post('/api/load', { load: sent })
    }
    store.change(({ portal }) => (portal && sent !== undefined ? { portal: { ...portal, load: sent } } : {}))
  } catch (error) {
    store.change({ loadFailure: { tone: 'bad', text: describeError(error) } })
  }
  store.change({ wantedLoad: undefined })
}

async function forge({ store, post }: Asking): Promise<void> {
  const target = findForgeTarget(store.model)
  if (!target) return
  store.change({ forged: { tone: 'busy', text: `Sent to handler ${target.id}, waiting for its answer…` } })
  try {
    const delivery = await post<Delivery>('/api/forge', { handlerId: target.id })
    store.change({ forged: describeForgery(delivery) })
  } catch (error) {
    store.change({ forged: { tone: 'bad', text: describeError(error) } })
  }
}

/** The acting user; `undefined`: a robot. */
function findActor(model: PageModel): User['id'] | undefined {
  if (model.actor === 'robot') return undefined
  return model.actor === 'opener' ? findOpener(model)?.id : model.actor
}

const KEPT_PROBLEMS = 5

function addProblem(problems: PageModel['problems'], text: string): PageModel['problems'] {
  if (problems.some((problem) => problem.text === text)) return problems
  const id = (problems.at(-1)?.id ?? 0) + 1
  return [...problems, { id, text }].slice(-KEPT_PROBLEMS)
}
