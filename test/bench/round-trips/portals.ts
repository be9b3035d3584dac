// A portal's page that answers at once, each library in its own way.

import { type AppHost, openFrame } from 'bx24-events/portal'
import { expose } from 'comlink'
import { connect, WindowMessenger } from 'penpal'
import { INIT_DATA } from '../../support/init-data.js'

/** What the libraries that call functions find. */
export type Portal = {
  callBind(event: string, handler: string): unknown
}

const ANSWER = { status: 200, answer: { result: true } }

const portal = { callBind: (_event: string, _handler: string) => ANSWER }

const host: AppHost = {
  initData: async () => ({ ...INIT_DATA, DOMAIN: location.host, PROTOCOL: 0 }),
  call: async () => ANSWER,
  refreshAuth: () => Promise.reject(new Error('no round trip asks for a token')),
  setOption: async () => ({}),
  finishInstall: async () => undefined,
}

type Serve = (frame: HTMLIFrameElement, origin: string) => void

const listenTo = (frame: HTMLIFrameElement, hear: (event: MessageEvent) => void) =>
  window.addEventListener('message', (event) => {
    if (event.source === frame.contentWindow) hear(event)
  })

const SERVERS = new Map<string, Serve>([
  [
    'raw-window',
    (frame, origin) => listenTo(frame, ({ data }) => frame.contentWindow?.postMessage(data, origin)),
  ],
  [
    'raw-port',
    (frame) =>
      listenTo(frame, ({ ports: [port] }) => {
        if (port) port.onmessage = ({ data }) => port.postMessage(data)
      }),
  ],
  ['comlink', (frame) => listenTo(frame, ({ ports: [port] }) => port && expose(portal, port))],
  [
    'penpal',
    (frame, origin) => {
      const remoteWindow = frame.contentWindow as Window
      connect({ messenger: new WindowMessenger({ remoteWindow, allowedOrigins: [origin] }), methods: portal })
    },
  ],
])

/** An app that is open. */
export interface OpenApp {
  readonly window: Window
  close(): void
}

/** Opens an app, and answers it as its library wants it. */
export function openApp(app: string, url: string): OpenApp {
  const serve = SERVERS.get(app)
  if (!serve) {
    const { element, close } = openFrame(document.body, { url, host })
    return { window: element.contentWindow as Window, close }
  }
  const frame = document.createElement('iframe')
  frame.src = url
  document.body.append(frame)
  serve(frame, new URL(url).origin)
  return { window: frame.contentWindow as Window, close: () => frame.remove() }
}
