import type { AppStage, Handler } from 'bx24-events/portal'
import type { PageState } from 'bx24-events/server'
import type { Outcome } from './state/model.js'
import { writeCount } from './words.js'

/** The steps in the life of an app, by the names that the portal's API gives them. */
export type AppStep = 'finishInstall' | 'update' | 'uninstall' | 'install'

/** What an app's handlers are told of a step, and when that is. */
const LIFE_EVENTS: ReadonlyMap<Handler['event'], string> = new Map([
  ['ONAPPINSTALL', 'when the installation is finished'],
  ['ONAPPUPDATE', 'when a new version comes'],
  ['ONAPPUNINSTALL', 'when the app is uninstalled'],
])

/** Whether an event is raised by a step in the life of the app, and so by nobody who acts in the portal. */
export const isLifeEvent = (event: Handler['event']) => LIFE_EVENTS.has(event)

/** When an event of the app's life is raised; `undefined`: it is none. */
export const writeLifeMoment = (event: Handler['event']) => LIFE_EVENTS.get(event)

export const STAGES: Readonly<Record<AppStage, Outcome>> = {
  installing: {
    tone: 'warn',
    text: 'The installation is not finished: the app can bind, but no event is delivered yet.',
  },
  installed: { tone: 'good', text: 'The app is in use: events are delivered to its handlers.' },
  uninstalled: { tone: 'bad', text: 'The app has no handlers, its tokens are dead, and nobody can open it.' },
}

export interface StepTaken {
  step: AppStep
  /** The name of who took it. */
  by: string
  /** Whether the app's data is to go with it. */
  isClean: boolean
}

/** What a step has done, from the states of the portal around it. */
export function describeStep(taken: StepTaken, before: PageState, after: PageState): Outcome {
  const gone = countGone(before, after)
  switch (taken.step) {
    case 'finishInstall':
      return { tone: 'good', text: `Installed by ${taken.by}. ${writeHeard('ONAPPINSTALL', before, after)}` }
    case 'update': {
      const { rules } = after
      const fate =
        rules === 'documented'
          ? `${writeFate(gone, 'gone')}, by the documented rules.`
          : `${writeFate(after.handlers.length, 'kept')}, by the rules of today.`
      const text = `Version ${after.app.version}, by ${taken.by}. ${writeHeard('ONAPPUPDATE', before, after)} ${fate}`
      return { tone: 'good', text: `${text} Now finish the installation.` }
    }
    case 'uninstall': {
      const what = `Uninstalled by ${taken.by}, ${taken.isClean ? 'its data deleted' : 'its data kept'}.`
      const fate = `${writeFate(gone, 'gone')}, and its tokens are dead.`
      return { tone: 'good', text: `${what} ${writeHeard('ONAPPUNINSTALL', before, after)} ${fate}` }
    }
    case 'install':
      return {
        tone: 'good',
        text: 'Being installed again, with a new application_token and without handlers. Now finish the installation, in the app if it has a button for that: it binds ONAPPINSTALL first, which brings the token. The button here binds nothing.',
      }
  }
}

function countGone(before: PageState, after: PageState): number {
  const left = new Set(after.handlers.map(({ id }) => id))
  return before.handlers.filter(({ id }) => !left.has(id)).length
}

function writeFate(count: number, fate: 'gone' | 'kept'): string {
  if (count === 0) return `No handler is ${fate}`
  return `${writeCount(count, 'handler')} ${count === 1 ? 'is' : 'are'} ${fate}`
}

function writeHeard(event: string, before: PageState, after: PageState): string {
  const lastId = before.deliveries.at(-1)?.id ?? 0
  const heard = after.deliveries.filter((delivery) => delivery.id > lastId && delivery.event === event).length
  if (heard === 0) return `Nobody had bound ${event}, so nobody hears of it.`
  return `${writeCount(heard, 'handler')} will hear ${event}.`
}
