import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { repository } from './run.js'

/** Pages on two origins of this machine: a portal's on `localhost`, and those of apps on `127.0.0.1`. */
export interface FramePages {
  /** Such as `http://localhost:40123/`. */
  readonly portalUrl: string
  /** Such as `http://127.0.0.1:40124/`; what follows names the page. */
  readonly appUrl: string
  close(): Promise<void>
}

export interface FramePagesOptions {
  /** Path in the repository of the script that is the portal's page. */
  readonly portal: string
  /** Paths in the repository of the scripts that are apps' pages, by the path of the page (`''`, `raw`...). */
  readonly apps: Readonly<Record<string, string>>
}

export async function serveFramePages({ portal, apps }: FramePagesOptions): Promise<FramePages> {
  const portalServer = await serve({ '': await bundlePage(portal) })
  const appPages = await Promise.all(
    Object.entries(apps).map(async ([path, script]) => [path, await bundlePage(script)] as const),
  )
  const appServer = await serve(Object.fromEntries(appPages))
  return {
    portalUrl: `http://localhost:${portOf(portalServer)}/`,
    appUrl: `http://127.0.0.1:${portOf(appServer)}/`,
    async close() {
      await Promise.all([portalServer, appServer].map(closeServer))
    },
  }
}

/** A page that is nothing but its script, which is bundled from the sources. */
async function bundlePage(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [script],
    absWorkingDir: repository,
    tsconfig: 'tsconfig.json',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  const code = outputFiles[0]?.text.replaceAll('</script', '<\\/script')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">
<body><script type="module">${code}</script></body></html>`
}

function serve(pages: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://page').pathname.slice(1)]
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(page)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
