import { type Route, requireMethod } from './http.js'
import type { Inbox } from './inbox.js'
import type { Received } from './received.js'

/** Server-sent events: `all` with what was received so far, then `one` for each that is new or has changed. */
export function createLive(inbox: Inbox): Route {
  return (request, response) => {
    requireMethod(request, 'GET')
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const tell = (event: 'all' | 'one', content: Received | Received[]) =>
      response.write(`event: ${event}\ndata: ${JSON.stringify(content)}\n\n`)
    tell('all', inbox.all())
    response.on(
      'close',
      inbox.subscribe((received) => tell('one', received)),
    )
  }
}
