// The portal's side: one that answers at once, for each library in its own way.

import { type AppHost, openFrame } from 'bx24-events/portal'
import { expose } from 'comlink'
import { connect, WindowMessenger } from 'penpal'

import { readHeap } from './heap.js'

declare global {
  interface Window {
    /** Opens an app by the name of its library. */
    openApp(app: string, url: string): void
    /** Takes all apps away. */
    closeApps(): void
  }
}

/** What the libraries that call functions find. */
export type Portal = {
  callBind(event: string, handler: string): unknown
}

const ANSWER = { status: 200, answer: { result: true } }

const portal = { callBind: (_event: string, _handler: string) => ANSWER }

const host: AppHost = {
  initData: async () => ({
    LANG: 'en',
    DOMAIN: location.host,
    PROTOCOL: 0,
    PATH: '/rest',
    AUTH_ID: 'token',
    AUTH_EXPIRES: '3600',
    REFRESH_ID: 'refresh',
    MEMBER_ID: 'member',
    FIRST_RUN: false,
    IS_ADMIN: true,
    INSTALL: false,
    USER_OPTIONS: {},
    APP_OPTIONS: {},
    PLACEMENT: 'DEFAULT',
    PLACEMENT_OPTIONS: null,
  }),
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

const ends: (() => void)[] = []

window.openApp = (app, url) => {
  const serve = SERVERS.get(app)
  if (!serve) {
    const { close } = openFrame(document.body, { url, host })
    return void ends.push(close)
  }
  const frame = document.createElement('iframe')
  frame.src = url
  document.body.append(frame)
  serve(frame, new URL(url).origin)
  ends.push(() => frame.remove())
}

window.closeApps = () => {
  for (const end of ends.splice(0)) end()
}

window.readHeap = readHeap
