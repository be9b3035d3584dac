import type { Connection } from './session.js'

/** The first run of an app by a user, and the end of the app's installation: two things that `BX24` ends with one call. */
export interface Installation {
  /** Runs an installer, which ends with `finish()`, where this is the first run. */
  start(installer: () => void, connection: Connection): void
  finish(connection: Connection): void
  /** Runs once all installers that were started have finished; where there are none, at once. */
  whenInstalled(run: () => void): void
}

export function createInstallation(): Installation {
  let installersLeft = 0
  let waiting: (() => void)[] = []

  return {
    start(installer, { initData }) {
      if (!initData.FIRST_RUN) return
      installersLeft++
      // In a task of its own, so that what it throws reaches the page's error handling and nothing here.
      queueMicrotask(installer)
    },
    finish({ channel, initData }) {
      if (installersLeft === 0) {
        if (initData.INSTALL) channel.tell('setInstallFinish', {})
      } else if (--installersLeft === 0) {
        channel.tell('setInstall', { install: true })
        waiting.forEach(queueMicrotask)
        waiting = []
      }
    },
    whenInstalled(run) {
      if (installersLeft > 0) waiting.push(run)
      else queueMicrotask(run)
    },
  }
}
