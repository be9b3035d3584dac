import type { Method } from './method.js'

/** Source: the documentation of `app.info`. A webhook, which has no app, is told its scopes. */
export const appInfo: Method = ({ portal, caller: { app, scopes } }) => {
  if (!app) return { SCOPE: [...scopes] }
  return {
    ID: app.id,
    CODE: app.id,
    VERSION: app.version,
    STATUS: 'L',
    INSTALLED: app.stage === 'installed',
    PAYMENT_EXPIRED: 'N',
    DAYS: null,
    LANGUAGE_ID: portal.language,
  }
}
