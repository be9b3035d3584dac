import { INITIAL_MODEL, type PageModel } from '../../../demo/portal/state/model.js'
import { createStore } from '../../../demo/portal/state/store.js'
import { createState } from './samples.js'

/** A page that is connected to a portal. */
export function createModel(values: Partial<PageModel> = {}): PageModel {
  return { ...INITIAL_MODEL, connection: 'live', portal: createState(), ...values }
}

/** A store that shows nothing: its model is looked at. */
export function createTestStore(values: Partial<PageModel> = {}) {
  return createStore<PageModel>(createModel(values), () => undefined)
}
