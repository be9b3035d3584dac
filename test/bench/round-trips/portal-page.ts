// The portal's side of the round trips: one that answers at once, and beside it a raw echo, the measure of what is possible.

import { type AppHost, openFrame } from 'bx24-events/portal'

declare global {
  interface Window {
    openFrames(appUrl: string): void
  }
}

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
  call: async () => ({ status: 200, answer: { result: true } }),
  refreshAuth: () => Promise.reject(new Error('no round trip asks for a token')),
  setOption: async () => ({}),
  finishInstall: async () => undefined,
}

window.openFrames = (appUrl) => {
  openFrame(document.body, { url: appUrl, host })

  const raw = document.createElement('iframe')
  raw.src = `${appUrl}raw`
  document.body.append(raw)
  const { origin } = new URL(appUrl)
  window.addEventListener('message', (event) => {
    if (event.source === raw.contentWindow) raw.contentWindow?.postMessage(event.data, origin)
  })
}
