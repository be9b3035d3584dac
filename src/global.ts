/** The script tag: `window.BX24Events` is all that the module exports, `window.BX24` the client where there is none yet. */

import * as BX24Events from './index.js'

declare global {
  interface Window {
    BX24Events: typeof BX24Events
    BX24?: unknown
  }
}

window.BX24Events = BX24Events
// The official library is never overwritten. Outside a portal it leaves null, which is no library.
window.BX24 ??= BX24Events.BX24
