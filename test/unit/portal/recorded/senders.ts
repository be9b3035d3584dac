import { APP_ORIGIN, PORTAL_ORIGIN } from '../../../support/test-portal.js'

/** A window that was seen to ask a page for `getInterface`, with the right sid. An answer goes to the frame, whoever has asked. */
export interface Sender {
  readonly origin: string
  /** Whether it is the window of the frame itself. */
  readonly isFrame: boolean
  /** What pages of live portals do. */
  readonly there: 'answer' | 'drop it'
  /** Why this page does the opposite; absent: it does the same. */
  readonly differs?: string
}

export const SENDERS: Readonly<Record<string, Sender>> = {
  "the app's frame": { origin: APP_ORIGIN, isFrame: true, there: 'answer' },
  "a frame inside the app's, of its origin": {
    ...{ origin: APP_ORIGIN, isFrame: false, there: 'answer' },
    differs: 'a request comes from the window that was opened, and from no other',
  },
  "a frame inside the app's, of another port": {
    ...{ origin: `${APP_ORIGIN}:8443`, isFrame: false, there: 'drop it' },
  },
  "the portal's page itself": { origin: PORTAL_ORIGIN, isFrame: false, there: 'drop it' },
}
