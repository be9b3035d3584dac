import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

const library = dirname(createRequire(import.meta.url).resolve('bx24-events/package.json'))
const files = new Map([
  ['/', join(import.meta.dirname, 'app.html')],
  ['/bx24-events.global.js', join(library, 'dist/bx24-events.global.js')],
])

/** An app that serves its page, and keeps what its handler receives. */
export async function startApp() {
  const received: string[] = []
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const file = files.get(pathname)
    if (file) {
      // By POST too, which is how a portal opens an app.
      const type = file.endsWith('.js') ? 'text/javascript' : 'text/html'
      response.setHeader('content-type', type).end(await readFile(file))
    } else if (pathname === '/handler/') {
      const form = new URLSearchParams(await text(request))
      received.push(`${form.get('event')} ${form.get('data[FIELDS][ID]')}`)
      response.end()
    } else {
      response.writeHead(404).end()
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, received, close: () => server.close() }
}
