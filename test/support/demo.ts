import type { RunningPortal } from 'bx24-events/server'
import type { FrameLocator, Page } from 'playwright-core'
import { createServer } from 'vite'
import type { DemoBackEndApi } from '../../demo/server/plugin.js'
import { repository } from './run.js'

/** The demo as `npm run demo` starts it, on free ports. */
export interface Demo {
  readonly running: RunningPortal
  /** Where the sample app is. */
  readonly appUrl: string
  close(): Promise<void>
}

export async function startDemo(): Promise<Demo> {
  const server = await createServer({
    configFile: `${repository}/vite.config.ts`,
    mode: 'development',
    logLevel: 'warn',
    server: { port: 0, hmr: false },
  })
  await server.listen()
  const plugin = server.config.plugins.find(({ name }) => name === 'demo-back-end')
  if (!plugin)
    throw new Error("vite.config.ts has no plugin demo-back-end, which is the sample app's back end")
  const running = await (plugin.api as DemoBackEndApi).portal()
  return { running, appUrl: running.app.url, close: () => server.close() }
}

/** What a person finds on the demo's page, by the names that it has for everybody. */
export interface DemoPage {
  readonly page: Page
  readonly app: FrameLocator
  /** Fills in the app's form; what is not named stays as it is. */
  fill(form: { event?: string; handler?: string; runAs?: string }): Promise<void>
  /** Presses a button of the app. */
  press(name: string): Promise<void>
  region(name: string): ReturnType<Page['getByRole']>
  appRegion(name: string): ReturnType<FrameLocator['getByRole']>
}

export async function openDemo(page: Page, { running }: Demo): Promise<DemoPage> {
  await page.goto(running.url)
  const app = page.frameLocator('iframe[title="App"]')
  await app.getByRole('button', { name: 'callBind', exact: true }).waitFor()
  return {
    page,
    app,
    async fill({ event, handler, runAs }) {
      if (event !== undefined) await app.getByRole('combobox', { name: 'Event', exact: true }).fill(event)
      if (handler !== undefined) await app.getByRole('textbox', { name: 'Handler URL' }).fill(handler)
      if (runAs !== undefined) await app.getByRole('combobox', { name: 'Run as' }).selectOption(runAs)
    },
    press: (name) => app.getByRole('button', { name, exact: true }).click(),
    region: (name) => page.getByRole('region', { name, exact: true }),
    appRegion: (name) => app.getByRole('region', { name, exact: true }),
  }
}
