import type { BX24Client } from 'bx24-events'

/** The installer of an app: may run as often as it likes. */
export async function install(BX24: BX24Client, appUrl: string): Promise<void> {
  await BX24.syncHandlers([
    { event: 'OnCrmDealAdd', handler: `${appUrl}deals/` },
    { event: 'OnCrmDealDelete', handler: `${appUrl}deals/` },
  ])
  await BX24.installFinish()
}
