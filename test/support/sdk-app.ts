import type { WireMessage } from 'bx24-events/portal'
import { type RunningPortal, type StartPortalOptions, startPortal } from 'bx24-events/server'
import type { Browser, Frame, Page } from 'playwright-core'
import { findFrame } from './find-frame.js'

export interface SdkAppOptions extends Partial<Omit<StartPortalOptions, 'app'>> {
  readonly app?: Partial<StartPortalOptions['app']>
}

export interface SdkAppPlaces {
  readonly browser: Browser
  /** Where the app with the vendor's library is. */
  readonly appUrl: string
  /** The folder of the portal's page. */
  readonly hostPage: string
}

/** The vendor's library in an app's frame, in the portal's page, around the server. */
export interface SdkApp {
  readonly running: RunningPortal
  readonly page: Page
  /** The frame of the newest opening of the app, where the library has begun: it is `window.b24` there. */
  frame(): Promise<Frame>
  /** The same of the opening that an act is followed by. */
  frameAfter(act: () => Promise<unknown>): Promise<Frame>
  /** The app in a window of its own, in no portal. Whoever calls this closes it. */
  openAlone(): Promise<Page>
  /** What the wire panel of the portal's page tells of a command: its lines, the newest first. */
  wireOf(command: WireMessage['command']): Promise<string[]>
  close(): Promise<void>
}

export async function openSdkApp(
  { browser, appUrl, hostPage }: SdkAppPlaces,
  { app, ...options }: SdkAppOptions = {},
): Promise<SdkApp> {
  const running = await startPortal({
    ...{ hostPage, baseDelay: 0, deliver: async () => ({ status: 200 }) },
    users: [
      { id: 1, name: 'Anna', admin: true },
      { id: 2, name: 'Boris' },
    ],
    ...options,
    app: { title: 'App of the library', url: appUrl, scopes: ['crm', 'user'], ...app },
  })
  const page = await browser.newPage()
  await page.goto(running.url)

  async function frame(): Promise<Frame> {
    const found = await findFrame(page, appUrl)
    await found.evaluate(async () => {
      window.b24 = await window.sdk.initializeB24Frame()
    })
    return found
  }

  return {
    ...{ running, page, frame },
    async frameAfter(act) {
      const gone = page.waitForEvent('framedetached')
      await act()
      await gone
      return frame()
    },
    async openAlone() {
      const alone = await browser.newPage()
      await alone.goto(appUrl)
      return alone
    },
    wireOf: (command) =>
      page
        .getByRole('region', { name: 'Wire' })
        .locator('summary')
        .filter({ has: page.locator('code', { hasText: new RegExp(`^${command}$`) }) })
        .allTextContents(),
    async close() {
      await page.close()
      await running.close()
    },
  }
}
