import { expectCallback } from './arguments.js'
import type { Session } from './session.js'

/** The start of an app: what runs once the portal has answered, what runs at a user's first run, and what ends either. */
export interface Installation {
  init(callback?: () => void): Promise<void>
  install(installer: () => void): void
  installFinish(): Promise<void>
}

export function createInstallation({ connect }: Session): Installation {
  let installersLeft = 0
  const callbacks: (() => void)[] = []

  function runCallbacks(): void {
    if (installersLeft) return
    // Each in a task of its own, so that what it throws reaches the page's error handling and nothing here.
    for (const callback of callbacks.splice(0)) queueMicrotask(callback)
  }

  return {
    init(callback) {
      expectCallback(callback)
      const connected = connect().then(() => {
        if (callback) callbacks.push(callback)
        runCallbacks()
      })
      if (callback) connected.catch(console.error)
      return connected
    },
    install(installer) {
      expectCallback(installer)
      connect().then(({ initData }) => {
        if (!initData.FIRST_RUN) return
        installersLeft++
        queueMicrotask(installer)
      }, console.error)
    },
    installFinish: () =>
      connect().then(({ channel, initData }) => {
        if (!installersLeft) {
          if (initData.INSTALL) channel.tell(['setInstallFinish'])
        } else if (!--installersLeft) {
          channel.tell(['setInstall', { install: true }])
          runCallbacks()
        }
      }),
  }
}
