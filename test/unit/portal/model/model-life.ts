import { queue, raise } from './model-delivering.js'
import { appOf, type ModelApp, type ModelState } from './model-state.js'
import type { LifeStep, Step } from './steps.js'

export type LifeSteps = Extract<Step, { type: 'finishInstall' | 'update' | 'uninstall' | 'install' }>

/** Takes a step in the life of an app. */
export function live(state: ModelState, step: LifeSteps): unknown {
  const app = appOf(state, step.app)
  if ((step.type === 'install') !== (app.stage === 'uninstalled')) return 'RangeError'
  if (step.type === 'install') {
    Object.assign(app, {
      ...{ stage: step.installed ? 'installed' : 'installing', installation: app.installation + 1 },
    })
    return 'done'
  }
  if (step.type === 'finishInstall' && app.stage === 'installed') return 'done'
  const by = actingUser(state, step)
  if (by === undefined) return 'RangeError'
  if (step.type === 'finishInstall') {
    app.stage = 'installed'
    const data = { VERSION: app.version, ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'en' }
    raise(state, 'ONAPPINSTALL', { by, data, app: step.app })
  } else if (step.type === 'update') {
    const data = { VERSION: step.version, PREVIOUS_VERSION: app.version, LANGUAGE_ID: 'en' }
    sayFarewell(state, 'ONAPPUPDATE', { by, data, app: step.app, farewellOf: app.installation })
    Object.assign(app, { stage: 'installing', version: step.version, scopes: step.scopes ?? app.scopes })
    if (state.rules === 'documented') removeHandlers(state, step.app)
  } else {
    const data = { LANGUAGE_ID: 'en', CLEAN: step.clean ? '1' : '0' }
    sayFarewell(state, 'ONAPPUNINSTALL', { by, data, app: step.app, farewellOf: app.installation })
    app.stage = 'uninstalled'
    removeHandlers(state, step.app)
  }
  return 'done'
}

function actingUser({ users }: ModelState, { by }: LifeStep): number | undefined {
  return users.find(({ id, admin, active }) => (by === undefined ? admin && active : id === by))?.id
}

function removeHandlers(state: ModelState, app: number): void {
  state.handlers = state.handlers.filter((one) => one.app !== app)
}

function sayFarewell(
  state: ModelState,
  event: string,
  what: { by: number; data: unknown; app: number; farewellOf: ModelApp['installation'] },
): void {
  for (const handler of state.handlers) {
    if (handler.event === event && handler.app === what.app) queue(state, handler, what)
  }
}
