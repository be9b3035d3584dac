import type { IncomingMessage } from 'node:http'
import { Refusal, type Route } from './http.js'

/**
 * Serves the app's own page only. The list of what was received has tokens in it, and a browser sends requests for any page
 * that it shows: neither another origin, nor a name that was made to resolve to this machine, may get an answer.
 */
export function forOwnPage(route: Route): Route {
  return (request, response) => {
    if (!isFromOwnPage(request)) throw new Refusal(403, "Only this app's own page may ask this.")
    return route(request, response)
  }
}

function isFromOwnPage({ method, headers, socket }: IncomingMessage): boolean {
  const { host, origin } = headers
  const isOwnHost = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`].includes(host ?? '')
  // Browsers send no Origin with a GET, which changes nothing here.
  const isOwnOrigin = method === 'GET' || origin === `http://${host}`
  return isOwnHost && isOwnOrigin && headers['sec-fetch-site'] === 'same-origin'
}
