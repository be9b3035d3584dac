import { join } from 'node:path'
import type { Browser, Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { launchChromium } from '../../support/chromium.js'
import { bundlePage, type FramePages, serveFramePages } from '../../support/frame-pages.js'
import { openSdkApp, type SdkApp, type SdkAppOptions } from '../../support/sdk-app.js'

// The vendor's library, unmodified, in the simulated portal: what README.md says of each of its features is tested here.

let browser: Browser
let pages: FramePages

// Once for each file that imports this one.
beforeAll(async () => {
  // Both origins in one process: what is checked is the same, and a frame is there in a third of the time.
  browser = await launchChromium({ args: ['--disable-site-isolation-trials'] })
  const app = await bundlePage('test/browser/pages/sdk-app-page.ts')
  pages = await serveFramePages({ portal: '', apps: { '': app } })
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})

type RestVersion = 'v2' | 'v3'

/** What tests find. */
export interface SdkContext {
  readonly sdk: SdkApp
  /** The app's frame. A test that opens the app anew puts the next one here. */
  app: Frame
  /** What a method answers to the library; where it fails, the errors of a soft failure, or code and status of a hard one. */
  call(method: string, params?: Record<string, unknown>, version?: RestVersion): Promise<unknown>
}

/** Tests of the library in a portal of their own. */
export function describeSdk(
  name: string,
  options: SdkAppOptions,
  declare: (context: SdkContext) => void,
): void {
  describe(name, () => {
    let sdk: SdkApp
    let app: Frame

    beforeAll(async () => {
      const hostPage = join(inject('packedPackage').installed, 'dist/host-page')
      sdk = await openSdkApp({ browser, appUrl: pages.appUrl, hostPage }, options)
      app = await sdk.frame()
    })
    afterAll(() => sdk.close())

    declare({
      get sdk() {
        return sdk
      },
      get app() {
        return app
      },
      set app(next) {
        app = next
      },
      call: (method, params = {}, version = 'v2') => callBySdk(app, { method, params, version }),
    })
  })
}

interface SdkCall {
  readonly method: string
  readonly params: Record<string, unknown>
  readonly version: RestVersion
}

function callBySdk(app: Frame, call: SdkCall): Promise<unknown> {
  return app.evaluate(async ({ method, params, version }) => {
    try {
      const result = await window.b24.actions[version].call.make({ method, params })
      return result.isSuccess ? result.getData()?.result : { errors: result.getErrorMessages() }
    } catch (error) {
      if (!(error instanceof window.sdk.AjaxError)) throw error
      const { code, status } = error
      return { code, status }
    }
  }, call)
}
