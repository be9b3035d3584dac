import { createActions } from './actions.js'
import { api } from './api.js'
import { keepExplained } from './explaining.js'
import { createHttpHost } from './http-host.js'
import { followPortal } from './live.js'
import { outlet } from './outlet.js'
import { INITIAL_MODEL } from './state/model.js'
import { createRecords } from './state/records.js'
import { openStorage } from './state/storage.js'
import { createStore } from './state/store.js'
import { createPage } from './views/page.js'

const store = createStore(INITIAL_MODEL, (model) => {
  page.update(model)
  explain(model)
})
const actions = createActions(store, { api, outlet, records: createRecords(openStorage()) })
const explain = keepExplained({ store, api })
const page = createPage(actions, (userId) =>
  createHttpHost({
    ...{ userId, post: api.post },
    ...{ onFailure: actions.tellProblem, onLost: actions.addLostReply },
  }),
)

document.body.append(page.element)
page.update(store.model)
followPortal(store)
