import type { AppHost } from 'bx24-events/portal'
import type { Actions } from '../actions.js'
import { h, type View } from '../dom.js'
import type { PageModel } from '../state/model.js'
import { createActivitiesPanel } from './activities-panel.js'
import { createAppPanel } from './app-panel.js'
import { createConditionsPanel } from './conditions-panel.js'
import { createDeliveriesPanel } from './deliveries-panel.js'
import { createHandlersPanel } from './handlers-panel.js'
import { createHeader } from './header.js'
import { createProblems } from './problems.js'
import { createWirePanel } from './wire-panel.js'

/** While something waits, how often its countdown is shown anew, in milliseconds. */
const COUNTDOWN_STEP = 250

/** The whole page: the app in the middle, the portal around it. */
export function createPage(actions: Actions, hostFor: (userId: number) => AppHost): View<PageModel> {
  const header = createHeader(actions.chooseUser)
  const problems = createProblems(actions.dismissProblem)
  const app = createAppPanel({
    hostFor,
    onWire: actions.addWireMessage,
    onDiagnostic: actions.addDiagnostic,
    onOpen: (user) => actions.addWireNote(`Opened as ${user}`),
  })
  const activities = createActivitiesPanel({ perform: actions.perform, chooseActor: actions.chooseActor })
  const conditions = createConditionsPanel(actions.setLoad)
  const handlers = createHandlersPanel({ forge: actions.forge, chooseTarget: actions.chooseForgeTarget })
  const deliveries = createDeliveriesPanel()
  const wire = createWirePanel(actions.clearWire)
  const showDeliveries = countDown(deliveries.update)

  const controls = h('div', { class: 'column' }, activities.element, conditions.element, handlers.element)
  const logs = h('div', { class: 'column' }, deliveries.element, wire.element)
  const main = h('main', {}, app.element, controls, logs)

  return {
    element: h('div', { class: 'page' }, header.element, problems.element, main),
    update(model) {
      header.update(model)
      problems.update(model.problems)
      app.update(model)
      activities.update(model)
      conditions.update(model)
      handlers.update(model)
      showDeliveries(model)
      wire.update(model.wire)
    },
  }
}

/** Shows the deliveries, and again and again while one of them waits. */
function countDown(show: ReturnType<typeof createDeliveriesPanel>['update']) {
  let timer: ReturnType<typeof setTimeout> | undefined

  return function showAndGoOn(model: Pick<PageModel, 'portal'>): void {
    clearTimeout(timer)
    show({ portal: model.portal, now: Date.now() })
    const isWaiting = model.portal?.deliveries.some(({ state }) => state === 'queued')
    if (isWaiting) timer = setTimeout(() => showAndGoOn(model), COUNTDOWN_STEP)
  }
}
