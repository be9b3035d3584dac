import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { AppOptions } from '../portal/app-state.js'
import { createPortal, type Portal, type PortalOptions } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import { createCallLog } from './call-log.js'
import { listen } from './http-server.js'
import { createPageRoutes } from './page-routes.js'
import { createRestRoutes } from './rest-routes.js'

/** What the portal is opened around, and where; the rest is what `createPortal` takes. */
export interface StartPortalOptions extends Omit<PortalOptions, 'origin'> {
  /** The app that the portal is opened around. */
  app: AppOptions
  /** Default: 0, a free one. */
  port?: number
  /** The folder that the host page is in. Default: the one that this package carries. */
  hostPage?: string
}

/** A portal that is running. */
export interface RunningPortal {
  /** Where its page is, such as `http://localhost:5174/`. */
  readonly url: string
  /** The engine. */
  readonly portal: Portal
  readonly app: PortalApp
  /** Ends the deliveries, the connections and the server: nothing is left that keeps the process alive. */
  close(): Promise<void>
}

/**
 * Starts a portal over HTTP, on this machine only: its page at `/`, REST at `/rest/`.
 * Rejects where the port is taken (`EADDRINUSE`), where an option is wrong (a `TypeError`) and where there is no page in `hostPage`.
 */
export async function startPortal(options: StartPortalOptions): Promise<RunningPortal> {
  const { app: appOptions, port = 0, hostPage = packagedHostPage(), ...portalOptions } = options
  const routes = new Hono()
  const server = await listen(port, (request, env) => routes.fetch(request, env))
  try {
    const portal = createPortal({ ...portalOptions, origin: `http://localhost:${server.port}` })
    const app = portal.addApp(appOptions)
    const calls = createCallLog()
    routes.route('/', createRestRoutes(portal, calls))
    routes.route('/api', createPageRoutes({ portal, app, calls }))
    await requireHostPage(hostPage)
    routes.route('/', createHostPage(portal.origin, hostPage))
    return {
      ...{ url: `${portal.origin}/`, portal, app },
      async close() {
        await portal.close()
        await server.close()
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

/** A portal whose page is missing would start, and show nothing. */
async function requireHostPage(folder: string): Promise<void> {
  const file = join(folder, 'index.html')
  try {
    await access(file)
  } catch (cause) {
    throw new Error(`hostPage: there is no ${file}. It is the folder that the portal's page is in.`, {
      cause,
    })
  }
}

function packagedHostPage(): string {
  return fileURLToPath(new URL('host-page', import.meta.url))
}

function createHostPage(origin: string, folder: string): Hono {
  const { host } = new URL(origin)
  const page = new Hono()
  page.use(async (context, next) => {
    // By another name of this machine the page is of another origin, and its app would not answer it.
    if (context.req.header('host') !== host) return context.redirect(`${origin}/`)
    context.header('content-security-policy', "frame-ancestors 'none'")
    return next()
  })
  page.use(serveStatic({ root: folder }))
  page.all('*', (context) => context.text(`Nothing here. The portal's page is at ${origin}/`, 404))
  return page
}
