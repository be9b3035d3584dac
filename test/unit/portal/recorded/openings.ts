import { ANNA, BORIS } from '../../../support/test-portal.js'
import type { RecordedAppOptions } from './open-app.js'

/** What `getInitData` tells of one opening of an app, beyond what it tells of every one. */
export interface Opening {
  readonly opened: RecordedAppOptions
  readonly told: Readonly<Record<string, unknown>>
}

export const OPENINGS: Readonly<Record<string, Opening>> = {
  'an administrator': { opened: { userId: ANNA }, told: { IS_ADMIN: true, INSTALL: false } },
  'a user who is none': { opened: { userId: BORIS }, told: { IS_ADMIN: false } },
  'an installation, which is a first run too': {
    opened: { portal: { app: { installed: false } } },
    told: { FIRST_RUN: true, INSTALL: true },
  },
  'a placement': {
    opened: { portal: { app: { placement: 'CRM_DEAL_DETAIL_TAB', placementOptions: { ID: '12' } } } },
    told: { PLACEMENT: 'CRM_DEAL_DETAIL_TAB', PLACEMENT_OPTIONS: { ID: '12' } },
  },
}
