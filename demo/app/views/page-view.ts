import type { Actions } from '../actions.js'
import { element } from '../dom.js'
import { createAloneView } from './alone-view.js'
import { createCallFormView } from './call-form-view.js'
import { createEarlierCallsView } from './earlier-calls-view.js'
import { createHandlersView } from './handlers-view.js'
import { createHeaderView } from './header-view.js'
import { createReceivedView } from './received-view.js'
import { createResultView } from './result-view.js'
import { createSpokenResultView } from './spoken-result-view.js'
import type { View } from './view.js'

/** The whole page. */
export function createPageView(actions: Actions, suggestedHandler: string): View {
  const header = createHeaderView(() => void actions.connect())
  const alone = createAloneView()
  const callViews = [
    createCallFormView(actions, suggestedHandler),
    createResultView(),
    createEarlierCallsView(),
    createHandlersView(actions),
  ]
  const received = createReceivedView()
  const spoken = createSpokenResultView()
  const calls = element('div', { class: 'column' }, ...callViews.map(({ element }) => element))
  const columns = element(
    'div',
    { class: 'columns' },
    calls,
    element('div', { class: 'column' }, received.element),
  )
  const views = [header, alone, ...callViews, received, spoken]
  return {
    element: element(
      'div',
      { class: 'page' },
      header.element,
      element('main', {}, alone.element, columns, spoken.element),
    ),
    render(state) {
      // Outside a portal there is nobody to call.
      columns.hidden = state.place.kind === 'alone'
      for (const view of views) view.render(state)
    },
  }
}
