import { expect } from 'vitest'
import type { Write } from './open-app.js'

/**
 * Requests to a page that has commands beyond those of live portals: live pages that a script has taught `callBind`, and this
 * one, which brings it along. What the answer holds is the script's there, and the answer of REST here.
 */
export interface TaughtRequest {
  readonly sent: Write
  /** What is answered here to the id `7`; absent: nothing. */
  readonly answer?: unknown
  /** Whether the command is carried out, whatever is answered. */
  readonly bound: boolean
  /** What live pages do otherwise, and why this one does not. */
  readonly differs?: { readonly there: string; readonly reason: string }
}

const BIND = '{"event":"OnAppUpdate","handler":"http://x.y/h","auth_type":0}'
const FROM_SDK = '{"event":"OnAppUpdate","handler":"http://x.y/h","isRawValue":false}'
const DONE: unknown = { status: 200, answer: expect.objectContaining({ result: true }) }
const REFUSED: unknown = { status: 400, answer: expect.objectContaining({ error: 'ERROR_ARGUMENT' }) }

export const TAUGHT_REQUESTS: Readonly<Record<string, TaughtRequest>> = {
  'is answered': { sent: (sid) => `callBind:${BIND}:7:${sid}`, answer: DONE, bound: true },
  'is answered to the SDK, which adds a parameter of its own': {
    ...{ sent: (sid) => `callBind:${FROM_SDK}:7:${sid}`, answer: DONE, bound: true },
  },
  'is answered as an object, in pages since 2025': {
    sent: (appSid) => ({ method: 'callBind', params: JSON.parse(BIND), callback: '7', appSid }),
    ...{ answer: DONE, bound: true },
  },
  'is carried out without an id, and not answered': {
    ...{ sent: (sid) => `callBind:${BIND}::${sid}`, bound: true },
  },
  'is not carried out with another sid': { sent: () => `callBind:${BIND}:7:another`, bound: false },
  'is answered without parameters': {
    ...{ sent: (sid) => `callBind::7:${sid}`, answer: REFUSED, bound: false },
    differs: {
      there: 'the script is given an empty list',
      reason: 'parameters are an object in every command',
    },
  },
  'is answered where it fails': {
    ...{ sent: (sid) => `callBind:{}:7:${sid}`, answer: REFUSED, bound: false },
    differs: {
      there: 'a script that throws is never heard of, and the page has an uncaught error',
      reason: 'an app is told what REST would tell it',
    },
  },
}

/** What such a page lists. */
export const LISTED = { command: ['callBind', 'callUnbind', 'callMethod'], event: [] }
