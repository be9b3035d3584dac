// A portal's page that is served by the portal: what its frames ask goes over HTTP, as the host page does it.

import { type AppFrame, openFrame } from 'bx24-events/portal'
import { api } from '../../../demo/portal/api.js'
import { createHttpHost } from '../../../demo/portal/http-host.js'

const frames = new Map<number, AppFrame>()

const hostAgent = {
  /** Opens the app in a frame that is titled after the user, in place of the one that he had. */
  openFrame(userId: number, url: string, answersCalls: boolean) {
    const onFailure = ({ text }: { text: string }) => console.error(text)
    frames.get(userId)?.close()
    const frame = openFrame(document.body, {
      ...{ url, answersCalls },
      title: `${userId}`,
      host: createHttpHost({ userId, post: api.post, onFailure }),
    })
    frames.set(userId, frame)
  },
}

declare global {
  interface Window {
    hostAgent: typeof hostAgent
  }
}

window.hostAgent = hostAgent
