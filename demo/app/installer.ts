import type { BX24Client } from 'bx24-events'
import type { BoundHandler } from './state.js'

/** What an app has to hear of, to know its portal: each installation has a secret of its own. */
export const LIFE_EVENTS = ['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPUNINSTALL'] as const

/**
 * What the installer of each version does. It binds first, since a new version starts without handlers. Only then it ends
 * the installation: ONAPPINSTALL reaches those that are bound by that time, and brings the secret.
 */
export async function finishInstallation(BX24: BX24Client, handler: string): Promise<void> {
  const bound = await BX24.callMethod<BoundHandler[]>('event.get')
  // Where an installer was stopped halfway, or where portals keep handlers, some are there already.
  const missing = LIFE_EVENTS.filter(
    (event) => !bound.some((one) => one.event === event && one.handler === handler),
  )
  for (const event of missing) await BX24.callBind(event, handler)
  await BX24.installFinish()
}
