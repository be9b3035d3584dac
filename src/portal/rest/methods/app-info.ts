import type { Method } from './method.js'

/** The plan whose limit of calls portals have by default. */
const PLAN = 'std'

/** Source: the documentation of `app.info`. A webhook, which has no app, is told its scopes. */
export const appInfo: Method = ({ parts, caller: { app, scopes } }) => {
  if (!app) return { SCOPE: [...scopes] }
  return {
    // Its number here, while the code is the one that the app knows.
    ID: [...parts.apps.keys()].indexOf(app.id) + 1,
    CODE: app.id,
    VERSION: app.version,
    STATUS: 'L',
    INSTALLED: app.stage === 'installed',
    PAYMENT_EXPIRED: 'N',
    DAYS: null,
    LANGUAGE_ID: parts.language,
    LICENSE: `${parts.language}_${PLAN}`,
    LICENSE_TYPE: PLAN,
    LICENSE_FAMILY: PLAN,
  }
}
