import type { Api } from '../api.js'
import type { PageModel } from '../state/model.js'
import type { Store } from '../state/store.js'

/** What an action needs that asks something of the portal. */
export interface Asking {
  readonly store: Store<PageModel>
  readonly api: Api
}
