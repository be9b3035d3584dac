// A portal's page that is served by the portal: what its frames ask goes over HTTP, as the host page does it.

import { openFrame } from 'bx24-events/portal'
import { api } from '../../../demo/portal/api.js'
import { createHttpHost } from '../../../demo/portal/http-host.js'

const hostAgent = {
  /** Opens the app in a frame that is titled after the user. */
  openFrame(userId: number, url: string) {
    const onFailure = (text: string) => console.error(text)
    openFrame(document.body, {
      url,
      title: `${userId}`,
      host: createHttpHost({ userId, post: api.post, onFailure }),
    })
  },
}

declare global {
  interface Window {
    hostAgent: typeof hostAgent
  }
}

window.hostAgent = hostAgent
