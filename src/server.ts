/** `bx24-events/server`: the simulated portal over HTTP, for Node. */

export type { OpenWay } from './server/ask-app.js'
export type {
  Entrance,
  PageApp,
  PageState,
  PageUpdate,
  RestCallRecord,
  ToldDelivery,
  ToldReply,
} from './server/page-api.js'
export { type RunningPortal, type StartPortalOptions, startPortal } from './server/start-portal.js'
