import { type PortalWindow, teachPage } from '../../src/portal-extension/teach-page.js'
import { createRealPortal, type RealOpening, type RealPortal } from './real-portal-app.js'
import { ANNA, BORIS, HANDLER_URL } from './test-portal.js'

/** Parameters that bind a handler. */
export const BINDING = { event: 'OnCrmDealAdd', handler: HANDLER_URL, auth_type: BORIS }

/** Parameters of `callMethod`, for the method that tells who calls. */
export const profile = (params: unknown = {}) => ({ method: 'profile', params })

export interface TaughtApp extends RealPortal, RealOpening {}

/** Adds the commands to a page. */
export function teach({ window }: RealPortal): void {
  // A page's script has no types: what it is like is what the tests of the page show.
  teachPage(window as unknown as PortalWindow)
}

/** An app that is open in a page with the commands. */
export async function openTaughtApp(userId = ANNA): Promise<TaughtApp> {
  const portal = createRealPortal()
  teach(portal)
  return { ...portal, ...(await portal.open({ userId })) }
}
