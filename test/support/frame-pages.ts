import { build } from 'esbuild'
import { startServer, type TestServer } from './http-server.js'
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
  /** The portal's page. */
  readonly portal: string
  /** What the apps' origin serves, by its path (`''`, `raw`, `script.js`...). */
  readonly apps: Readonly<Record<string, string>>
}

export async function serveFramePages({ portal, apps }: FramePagesOptions): Promise<FramePages> {
  const servers = await Promise.all([serve({ '': portal }), serve(apps)])
  const [portalServer, appServer] = servers
  return {
    portalUrl: `${portalServer.origin.replace('127.0.0.1', 'localhost')}/`,
    appUrl: `${appServer.origin}/`,
    async close() {
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

/** A page that is nothing but one script of the repository, bundled from the sources. */
export async function bundlePage(script: string): Promise<string> {
  const code = (await bundleScript(script)).replaceAll('</script', '<\\/script')
  return writePage(`<script type="module">${code}</script>`)
}

/** A script of the repository, bundled from the sources. */
export async function bundleScript(script: string): Promise<string> {
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
  return outputFiles[0]?.text ?? ''
}

export function writePage(body: string): string {
  const head = '<meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">'
  return `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`
}

function serve(files: Readonly<Record<string, string>>): Promise<TestServer> {
  return startServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname.slice(1)
    const file = files[path]
    const headers = path.endsWith('.js')
      ? { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'max-age=3600' }
      : { 'content-type': 'text/html; charset=utf-8' }
    response.writeHead(file === undefined ? 404 : 200, headers).end(file)
  })
}
