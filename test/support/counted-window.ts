import type { FramedWindow } from 'bx24-events/testing'

/** A window that counts who listens. */
export interface CountedWindow {
  readonly window: FramedWindow
  readonly listenerCount: number
}

export function countListeners(given: FramedWindow): CountedWindow {
  const listeners = new Set<unknown>()
  const window: FramedWindow = {
    ...given,
    addEventListener(type, listener) {
      listeners.add(listener)
      given.addEventListener(type, listener)
    },
    removeEventListener(type, listener) {
      listeners.delete(listener)
      given.removeEventListener(type, listener)
    },
  }
  return {
    window,
    get listenerCount() {
      return listeners.size
    },
  }
}
