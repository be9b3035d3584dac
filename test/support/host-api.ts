import type { PageState, RunningPortal } from 'bx24-events/server'
import { ask, type HttpAnswer } from './http.js'

/** Asks the host page's API as the page itself does: what the browser adds to its requests is added. */
export function askHostApi({ url }: RunningPortal, path: string, body?: object): Promise<HttpAnswer> {
  const headers = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' }
  const question = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  return ask(`${url}api/${path}`, { headers, ...question })
}

/** How the portal opens its app, once the app has answered that. */
export async function readEntrance(running: RunningPortal): Promise<PageState['app']['entrance']> {
  await askHostApi(running, 'entrance', {})
  const state: PageState = JSON.parse((await askHostApi(running, 'state')).text)
  return state.app.entrance
}
