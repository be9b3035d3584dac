import { createActions } from './actions.js'
import { post } from './api.js'
import { createHttpHost } from './http-host.js'
import { followPortal } from './live.js'
import type { PageModel } from './state/model.js'
import { createRecords } from './state/records.js'
import { openStorage } from './state/storage.js'
import { createStore } from './state/store.js'
import { EMPTY_WIRE } from './state/wire-log.js'
import { createPage } from './views/page.js'

const initial: PageModel = {
  connection: 'connecting',
  portal: undefined,
  chosenUserId: undefined,
  actor: 'opener',
  performed: undefined,
  wantedLoad: undefined,
  loadFailure: undefined,
  forgeTargetId: undefined,
  forged: undefined,
  wire: EMPTY_WIRE,
  problems: [],
}

const store = createStore(initial, (model) => page.update(model))
const actions = createActions(store, { post, records: createRecords(openStorage()) })
const page = createPage(actions, (userId) => createHttpHost({ userId, post, onFailure: actions.tellProblem }))

document.body.append(page.element)
page.update(store.model)
followPortal(store)
