import type { PageModel } from '../../../demo/portal/state/model.js'
import { createStore } from '../../../demo/portal/state/store.js'
import { EMPTY_WIRE } from '../../../demo/portal/state/wire-log.js'
import { createState } from './samples.js'

const MODEL: PageModel = {
  connection: 'live',
  portal: createState(),
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

/** A store that shows nothing: its model is looked at. */
export function createTestStore(values: Partial<PageModel> = {}) {
  return createStore<PageModel>({ ...MODEL, ...values }, () => undefined)
}
