/** `bx24-events`: server event handlers of a Bitrix24 app, registered from inside the portal. */

import { type BX24Client, createBX24 } from './client/bx24.js'

export type { AjaxResult, Callback } from './client/ajax-result.js'
export type { AuthType, BindOptions, CallOptions } from './client/arguments.js'
export type { Auth } from './client/auth.js'
export type { BX24Client, BX24Options, UnbindResult } from './client/bx24.js'
export { createBX24 } from './client/bx24.js'
export type { BX24ErrorOptions, ClientErrorCode, ErrorCode } from './client/error.js'
export { BX24Error } from './client/error.js'
export type { AllowedPortals, AppWindow } from './client/frame.js'
export type { Diagnostic } from './client/parent-channel.js'
export type { Fetch } from './client/rest-request.js'
export type { EventHandler, FailedHandler, HandlerToHave, SyncResult } from './client/sync-account.js'
export { SyncError } from './client/sync-account.js'
export type { SyncOptions } from './client/sync-plan.js'
export type { DocumentedEventName, EventName } from './protocol/event-names.js'
export type { Params } from './protocol/message.js'

/** The client of the window that this module is loaded in. It connects to the portal at its first use. */
export const BX24: BX24Client = /* @__PURE__ */ createBX24()
