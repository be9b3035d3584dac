import type { IncomingMessage, ServerResponse } from 'node:http'
import { createBuiltFile } from './built-file.js'
import { createEventCall } from './event-call.js'
import { createHandler } from './handler.js'
import { Refusal, type Route, sendJson, sendText } from './http.js'
import { createInbox } from './inbox.js'
import { type Installation, restEndpoint } from './installation.js'
import { createLive } from './live.js'
import { forOwnPage } from './own-page.js'

/** The back end of the sample app, as a middleware: what is none of its business goes on to the next one. */
export type BackEnd = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** @param findInstallation answers `undefined` before the app belongs to a portal */
export function createBackEnd(findInstallation: () => Installation | undefined): BackEnd {
  const inbox = createInbox()
  const routes = createRoutes()

  function requireInstallation(): Installation {
    const installation = findInstallation()
    if (installation) return installation
    throw new Refusal(503, 'The portal is not up yet. Try again in a moment.')
  }

  function createRoutes(): ReadonlyMap<string, Route> {
    const endpoint = () => restEndpoint(requireInstallation())
    return new Map([
      ['/handler/', createHandler({ findInstallation, inbox })],
      ['/backend/received', forOwnPage(createLive(inbox))],
      ['/backend/event-bind', forOwnPage(createEventCall('event.bind', endpoint))],
      ['/backend/event-unbind', forOwnPage(createEventCall('event.unbind', endpoint))],
      [
        '/backend/portal',
        forOwnPage((_request, response) => sendJson(response, { url: requireInstallation().portalUrl })),
      ],
      ['/bx24-events.global.js', createBuiltFile('bx24-events.global.js', 'text/javascript')],
      ['/bx24-events.global.js.map', createBuiltFile('bx24-events.global.js.map', 'application/json')],
    ])
  }

  return (request, response, next) => {
    // The query is the app's own: it may bind one URL many times with another query each.
    const route = routes.get(request.url?.split('?')[0] ?? '')
    if (!route) return next()
    void serve(route, request, response)
  }
}

async function serve(route: Route, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(request, response)
  } catch (error) {
    if (response.headersSent) return console.error(error)
    if (!(error instanceof Refusal)) {
      console.error(error)
      return sendText(response, 500, "The app's back end failed. Its own output says more.")
    }
    for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value)
    sendText(response, error.status, error.message)
  }
}
