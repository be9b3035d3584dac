import { expect, expectCallback } from './arguments.js'
import type { Connection, Session } from './session.js'

/** The start of an app: what runs once the portal has answered, what runs at a user's first run, and what ends either. */
export interface Installation {
  init(callback?: () => void): Promise<void>
  install(installer: () => void): void
  installFinish(): Promise<void>
}

export function createInstallation(session: Session): Installation {
  const { connect } = session
  const installers: (() => void)[] = []
  const callbacks: (() => void)[] = []
  /** How many installers have begun and not ended. */
  let installersLeft = 0

  /** Installers go first, in whatever order they and the callbacks were given. */
  function runWhatWaits({ initData }: Connection): void {
    const begun = installers.splice(0)
    if (initData.FIRST_RUN) {
      installersLeft += begun.length
      begun.forEach(queueMicrotask)
    }
    // Each in a task of its own, so that what it throws reaches the page's error handling and nothing here.
    if (!installersLeft) for (const callback of callbacks.splice(0)) queueMicrotask(callback)
  }

  // Whoever it was that asked: installers may have come before a page that was too slow at first.
  session.onConnected = runWhatWaits

  return {
    init(callback) {
      expectCallback(callback)
      const connected = connect().then((connection) => {
        if (callback) callbacks.push(callback)
        runWhatWaits(connection)
      })
      if (callback) connected.catch(console.error)
      return connected
    },
    install(installer) {
      expect(typeof installer === 'function', 'installer: a function')
      installers.push(installer)
      connect().then(runWhatWaits, console.error)
    },
    installFinish: () =>
      connect().then((connection) => {
        const { channel, initData } = connection
        if (!installersLeft) {
          if (initData.INSTALL) channel.tell(['setInstallFinish'])
        } else if (!--installersLeft) {
          channel.tell(['setInstall', { install: true }])
          runWhatWaits(connection)
        }
      }),
  }
}
