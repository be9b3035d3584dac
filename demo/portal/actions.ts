import type { Delivery, FrameDiagnostic, User, WireMessage } from 'bx24-events/portal'
import { askApp } from './actions/ask-app.js'
import type { Asking } from './actions/asking.js'
import { createSetLoad, createSetRight } from './actions/conditions.js'
import { perform } from './actions/perform.js'
import { forge, replay } from './actions/send.js'
import { takeStep } from './actions/take-step.js'
import type { Api } from './api.js'
import type { Activity } from './state/activities.js'
import type { Actor, PageModel, VersionDraft } from './state/model.js'
import type { Records } from './state/records.js'
import type { Store } from './state/store.js'
import { addMessage, addNote, clearWire } from './state/wire-log.js'
import type { AppStep } from './step-words.js'

export type Actions = ReturnType<typeof createActions>

/** All that a person, or the app in its frame, can do to the page. */
export function createActions(store: Store<PageModel>, { api, records }: { api: Api; records: Records }) {
  const asking: Asking = { store, api }
  const tellProblem = (text: string) =>
    store.change(({ problems }) => ({ problems: addProblem(problems, text) }))
  return {
    perform: (activity: Activity) => perform(activity, { ...asking, records }),
    setLoad: createSetLoad(asking),
    setRight: createSetRight(asking),
    forge: () => forge(asking),
    replay: (deliveryId: Delivery['id']) => replay(deliveryId, asking),
    askApp: () => askApp(asking, tellProblem),
    takeStep: (step: AppStep) => takeStep(step, asking),
    editVersion: (versionDraft: VersionDraft) => store.change({ versionDraft }),
    chooseDeletesData: (deletesData: boolean) => store.change({ deletesData }),
    chooseUser: (id: User['id']) => store.change({ chosenUserId: id }),
    chooseAnswersCalls: (answersCalls: boolean) => store.change({ answersCalls }),
    chooseActor: (actor: Actor) => store.change({ actor }),
    chooseForgeTarget: (id: number) => store.change({ forgeTargetId: id }),
    tellProblem,
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

const KEPT_PROBLEMS = 5

function addProblem(problems: PageModel['problems'], text: string): PageModel['problems'] {
  if (problems.some((problem) => problem.text === text)) return problems
  const id = (problems.at(-1)?.id ?? 0) + 1
  return [...problems, { id, text }].slice(-KEPT_PROBLEMS)
}
