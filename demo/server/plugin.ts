import type { AddressInfo } from 'node:net'
import type { RunningPortal } from 'bx24-events/server'
import type { Plugin, ViteDevServer } from 'vite'
import { createBackEnd } from './back-end.js'
import { findBuiltServer, RULES_VARIABLE, readRules, startDemoPortal } from './demo-portal.js'
import type { Installation } from './installation.js'

export interface DemoBackEndOptions {
  /** Where the portal is to listen; where that is taken, it is a free one. Default: 5174. */
  portalPort?: number
}

/** What the plugin offers to other code, as `plugin.api`. */
export interface DemoBackEndApi {
  /** The portal, once it is up. Rejects where it could not be started, and where the dev server does not listen yet. */
  portal(): Promise<RunningPortal>
}

type Listening = NonNullable<ViteDevServer['httpServer']>

/** The back end of the sample app in Vite's dev server, and the portal around the app for as long as that runs. */
export function demoBackEnd({ portalPort = 5174 }: DemoBackEndOptions = {}): Plugin<DemoBackEndApi> {
  let starting: Promise<RunningPortal> | undefined
  let installation: Installation | undefined

  async function start(httpServer: Listening): Promise<RunningPortal> {
    const { port } = httpServer.address() as AddressInfo
    const running = await startDemoPortal(`http://127.0.0.1:${port}/`, portalPort)
    // The app is installed when the demo starts, so that its first press works. It is handed here what its handler would
    // have learned from ONAPPINSTALL then; from now on that is the only way (a new version, or installing it again).
    const { id: clientId, applicationToken } = running.app
    installation = { portalUrl: running.url, clientId, applicationToken }
    return running
  }

  return {
    name: 'demo-back-end',
    apply: 'serve',
    api: { portal: async () => starting ?? Promise.reject(new Error('The dev server does not listen yet.')) },
    // The app has two pages, and no address besides them.
    config: () => ({ appType: 'mpa' }),
    configureServer(server) {
      const { httpServer } = server
      if (!httpServer)
        throw new Error('The demo needs a dev server that listens, not one in middleware mode.')
      findBuiltServer()
      server.middlewares.use(createBackEnd(() => installation))
      httpServer.once('listening', () => {
        starting = start(httpServer)
        starting.catch((error: unknown) => giveUp(server, error))
      })
      // Vite's own lines lead to the app, which can do nothing outside its portal.
      server.printUrls = () =>
        void starting?.then(
          ({ url }) => printPlace(server, url),
          () => undefined,
        )
    },
    async closeBundle() {
      const running = await starting?.catch(() => undefined)
      starting = undefined
      await running?.close()
    },
  }
}

function printPlace({ config }: ViteDevServer, url: string): void {
  const other = readRules() === 'documented' ? 'current' : 'documented'
  const rules = `The portal keeps the rules ${readRules()}; ${RULES_VARIABLE}=${other} npm run demo starts it with the others.`
  config.logger.info(`\n  The demo is at  ${url}\n  ${rules}\n  Ctrl-C ends it.\n`)
}

function giveUp(server: ViteDevServer, error: unknown): void {
  server.config.logger.error(`The portal of the demo could not be started: ${String(error)}`)
  process.exitCode = 1
  void server.close()
}
