// A page that does with its apps what pages of live portals do, in the hands of a test.

import { createRealAppLayout, type OpeningParams } from '../../support/real-portal-page.js'

interface Opened {
  readonly url: string
  readonly placement: string
  readonly params: Omit<OpeningParams, 'appSid' | 'placement' | 'frameName'>
}

const answered: string[] = []

const AppLayout = createRealAppLayout({
  host: location.host,
  frame(name) {
    const { contentWindow } = document.getElementById(name) as HTMLIFrameElement
    return {
      postMessage(text, origin) {
        answered.push(text)
        contentWindow?.postMessage(text, origin)
      },
    }
  },
  renewAccess: () => window.renewAccess(),
})

const realPage = {
  /** All that apps were sent. */
  answered,
  open({ url, placement, params }: Opened): void {
    const sid = crypto.randomUUID()
    const frame = document.createElement('iframe')
    frame.id = 'app'
    frame.name = `${location.host}|0|${sid}`
    frame.src = url
    const layout = AppLayout.set(placement, sid, { ...params, frameName: frame.id })
    addEventListener('message', layout.receiveMessage)
    document.body.append(frame)
  },
}

declare global {
  interface Window {
    /** What the portal answers a page that wants a new token. */
    renewAccess(): Promise<Record<string, unknown>>
    realPage: typeof realPage
  }
}

Object.assign(window, { realPage, BX: { rest: { AppLayout } } })
