import type { AppHost } from 'bx24-events/portal'
import type { Actions } from '../actions.js'
import { h, type View } from '../dom.js'
import type { PageModel } from '../state/model.js'
import { createAbove } from './above.js'
import { createActivitiesPanel } from './activities-panel.js'
import { createAppPanel } from './app-panel.js'
import { createConditionsPanel } from './conditions-panel.js'
import { createDeliveriesPanel, type DeliveriesData } from './deliveries-panel.js'
import { createFaultStrip } from './fault-strip.js'
import { createHandlersPanel } from './handlers-panel.js'
import { createHeader } from './header.js'
import { createOpenedApp } from './opened-app.js'
import { createOpener } from './opener.js'
import { createProblems } from './problems.js'
import { createSections } from './sections.js'
import { createUsersPanel } from './users-panel.js'
import { createWirePanel } from './wire-panel.js'

/** While something waits, how often its countdown is shown anew, in milliseconds. */
const COUNTDOWN_STEP = 250

/** The whole page: the app in the middle, the portal around it. */
export function createPage(actions: Actions, hostFor: (userId: number) => AppHost): View<PageModel> {
  const problems = createProblems(actions.dismissProblem)
  const opener = createOpener(actions.chooseUser)
  const openedApp = createOpenedApp({
    opener: opener.element,
    hostFor,
    onWire: actions.addWireMessage,
    onDiagnostic: actions.addDiagnostic,
    onOpen: (user) => actions.addWireNote(`Opened as ${user}`),
    onShown: actions.tellAppOpen,
    install: () => actions.takeStep('install'),
    giveBack: actions.giveBack,
    askApp: actions.askApp,
  })
  const activities = createActivitiesPanel(actions)
  const handlers = createHandlersPanel(actions)
  const deliveries = createDeliveriesPanel(actions)
  const wire = createWirePanel(actions)
  const app = createAppPanel(actions)
  const users = createUsersPanel(actions.setRight)
  const conditions = createConditionsPanel(actions)
  const faults = createFaultStrip({ ...actions, focusElse: conditions.focusFaults })
  const showDeliveries = countDown(deliveries.update)
  const sections = createSections([
    { element: openedApp.element, title: 'The app’s frame' },
    { element: activities.element, title: 'Do something' },
    ...[handlers, deliveries, wire, app, users, conditions],
  ])
  const header = createHeader(sections)
  const above = createAbove({ parts: [header.element, problems.element], strip: faults.element })
  const main = h(
    'main',
    {},
    openedApp.element,
    h(
      'div',
      { class: 'portal' },
      h('div', { class: 'column' }, activities.element, handlers.element),
      h('div', { class: 'column logs' }, deliveries.element, wire.element),
      h('div', { class: 'column settings' }, app.element, users.element, conditions.element),
    ),
  )

  return {
    element: h('div', { class: 'page' }, above, main),
    update(model) {
      header.update(model)
      problems.update(model.problems)
      for (const view of [faults, opener, openedApp, activities, handlers, wire, app, users, conditions])
        view.update(model)
      showDeliveries(model)
    },
  }
}

/** Shows the deliveries, and again and again while one of them waits. */
function countDown(show: ReturnType<typeof createDeliveriesPanel>['update']) {
  let timer: ReturnType<typeof setTimeout> | undefined

  return function showAndGoOn(model: Omit<DeliveriesData, 'now'>): void {
    clearTimeout(timer)
    show({ ...model, now: Date.now() })
    const isWaiting = model.portal?.deliveries.some(({ state }) => state === 'queued')
    if (isWaiting) timer = setTimeout(() => showAndGoOn(model), COUNTDOWN_STEP)
  }
}
