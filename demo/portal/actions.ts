import {
  type Delivery,
  type FrameDiagnostic,
  type Handler,
  LostReplyError,
  type User,
  type WireMessage,
} from 'bx24-events/portal'
import { askApp } from './actions/ask-app.js'
import type { Asking } from './actions/asking.js'
import { createSetLoad, createSetRight } from './actions/conditions.js'
import { createFaultActions } from './actions/faults.js'
import { createListActions } from './actions/lists.js'
import { perform } from './actions/perform.js'
import { raiseEvent, stopRaising } from './actions/raise-event.js'
import { forge, replay } from './actions/send.js'
import { createTakeAway, type Outlet } from './actions/take-away.js'
import { takeStep } from './actions/take-step.js'
import { type Api, describeError } from './api.js'
import type { Activity } from './state/activities.js'
import { type EventEdit, editDraft, takeSample } from './state/event-draft.js'
import type { Actor, PageModel, Problem, Right, VersionDraft } from './state/model.js'
import type { Records } from './state/records.js'
import type { Store } from './state/store.js'
import { addMessage, addNote } from './state/wire-log.js'
import type { AppStep } from './step-words.js'

export type Actions = ReturnType<typeof createActions>

export interface ActionsOptions {
  api: Api
  records: Records
  outlet: Outlet
}

/** All that a person, or the app in its frame, can do to the page. */
export function createActions(store: Store<PageModel>, { api, records, outlet }: ActionsOptions) {
  const asking: Asking = { store, api }
  const setRight = createSetRight(asking)
  const faultActions = createFaultActions(asking, setRight)

  const addWireNote = (text: string, isWarning = false) =>
    store.change(({ wire }) => ({ wire: addNote(wire, { at: Date.now(), text, isWarning }) }))

  const tellProblem = (problem: Omit<Problem, 'id'>) =>
    store.change(({ problems }) => ({ problems: addProblem(problems, problem) }))

  return {
    ...faultActions,
    perform: (activity: Activity) => perform(activity, { ...asking, records }),
    raiseEvent: () => raiseEvent(asking),
    stopRaising: () => stopRaising(asking),
    editEvent: (edit: EventEdit) =>
      store.change(({ eventDraft }) => ({ eventDraft: editDraft(eventDraft, edit) })),
    takeSample: () => store.change(({ eventDraft }) => ({ eventDraft: takeSample(eventDraft) })),
    ...createListActions(asking),
    ...createTakeAway(store, outlet),
    setLoad: createSetLoad(asking),
    setRight,
    /** Lets a user open the app again who has lost it, or is inactive. */
    giveBack: (userId: User['id'], right: Right) =>
      right === 'access' ? faultActions.setAccess(userId, true) : setRight({ userId, right, value: true }),
    forge: (handlerId: Handler['id']) => forge(handlerId, asking),
    replay: (deliveryId: Delivery['id']) => replay(deliveryId, asking),
    askApp: () => askApp(asking, tellProblem),
    takeStep: (step: AppStep) => takeStep(step, asking),
    editVersion: (versionDraft: VersionDraft) => store.change({ versionDraft }),
    chooseDeletesData: (deletesData: boolean) => store.change({ deletesData }),
    chooseUser: (id: User['id']) => store.change({ chosenUserId: id }),
    tellAppOpen: (isAppOpen: boolean) => store.change({ isAppOpen }),
    chooseAnswersCalls: (answersCalls: boolean) => store.change({ answersCalls }),
    chooseActor: (actor: Actor) => store.change({ actor }),
    tellProblem,
    dismissProblem: (id: number) =>
      store.change(({ problems }) => ({ problems: problems.filter((problem) => problem.id !== id) })),
    addWireMessage: (message: WireMessage) =>
      store.change(({ wire }) => ({ wire: addMessage(wire, message) })),
    addWireNote: (text: string) => addWireNote(text),
    addLostReply: (method: string) =>
      addWireNote(`${method} was carried out, and its answer is lost on purpose.`, true),
    /** Refusals stand in the wire as messages; what failed after it was let in stands nowhere else. */
    addDiagnostic({ kind, command, cause }: FrameDiagnostic) {
      if (kind !== 'command failed' || cause instanceof LostReplyError) return
      addWireNote(`The app’s ${command} failed: ${describeError(cause)}`, true)
    },
  }
}

const KEPT_PROBLEMS = 5

function addProblem(
  problems: PageModel['problems'],
  { text, untilLive = false }: Omit<Problem, 'id'>,
): PageModel['problems'] {
  if (problems.some((problem) => problem.text === text)) return problems
  const id = (problems.at(-1)?.id ?? 0) + 1
  return [...problems, { id, text, untilLive }].slice(-KEPT_PROBLEMS)
}
