import { once } from 'node:events'
import { expect, it } from 'vitest'
import { openUnattended } from '../support/chromium.js'
import { startServer } from '../support/http-server.js'
import { createInbox } from '../support/inbox.js'

it('a browser that nothing is attached to ends when it is closed, with all its processes', async () => {
  const requests = createInbox<{ url: string | undefined; ended: Promise<unknown> }>()
  const server = await startServer((request, response) => {
    requests.push({ url: request.url, ended: once(response, 'close') })
    // Never ends: the browser keeps it open as long as it lives.
    if (request.url === '/open') response.writeHead(200).write('...')
    else response.setHeader('content-type', 'text/html').end('<script>fetch("/open")</script>')
  })
  const browser = await openUnattended(server.origin)
  const { ended } = await requests.next(({ url }) => url === '/open')
  await browser.close()
  await ended
  await expect(browser.ended).rejects.toThrow('Chromium has ended')
  await server.close()
})
