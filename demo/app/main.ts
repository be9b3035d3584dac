import { BX24 } from 'bx24-events'
import { createActions } from './actions.js'
import { followReceived } from './live-received.js'
import { createInitialState } from './state.js'
import { createStore } from './store.js'
import { createPageView } from './views/page-view.js'

// The app's own back end. A portal takes it by this address, but not by the name localhost, which means another machine to it.
const suggestedHandler = new URL('/handler/', location.href).href

const store = createStore(createInitialState(suggestedHandler))
const actions = createActions(store, BX24, suggestedHandler)
const page = createPageView(actions, suggestedHandler)

document.body.replaceChildren(page.element)
store.subscribe(page.render)
followReceived(store)
void actions.connect()
