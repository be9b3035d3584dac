import type { Actions } from '../actions.js'
import { element } from '../dom.js'
import { createAloneView } from './alone-view.js'
import { createCallFormView } from './call-form-view.js'
import { createEarlierCallsView } from './earlier-calls-view.js'
import { createHandlersView } from './handlers-view.js'
import { createHeaderView } from './header-view.js'
import { createInstallationView } from './installation-view.js'
import { createReceivedView } from './received-view.js'
import { createResultView } from './result-view.js'
import { createSpokenResultView } from './spoken-result-view.js'
import type { View } from './view.js'

/** The whole page. */
export function createPageView(actions: Actions, suggestedHandler: string): View {
  const header = createHeaderView(() => void actions.connect())
  const alone = createAloneView()
  const installation = createInstallationView(actions, suggestedHandler)
  const call = createCallFormView(actions, suggestedHandler)
  const result = createResultView(actions)
  const received = createReceivedView()
  const handlers = createHandlersView(actions)
  const earlier = createEarlierCallsView()
  const spoken = createSpokenResultView()
  const columns = element(
    'div',
    { class: 'columns' },
    createColumn(call, result),
    createColumn(received),
    createColumn(handlers, earlier),
  )
  const views = [header, alone, installation, call, result, received, handlers, earlier, spoken]
  return {
    element: element(
      'div',
      { class: 'page' },
      header.element,
      element('main', {}, alone.element, installation.element, columns, spoken.element),
    ),
    render(state) {
      // Outside a portal there is nobody to call.
      columns.hidden = state.place.kind === 'alone'
      for (const view of views) view.render(state)
    },
  }
}

function createColumn(...views: View[]): HTMLElement {
  return element('div', { class: 'column' }, ...views.map(({ element }) => element))
}
