import { tell } from '../portal/tell.js'
import type { RestCallRecord } from './page-api.js'

type RestListener = (call: RestCallRecord) => void

/** Tells whoever listens of the calls of REST that come over HTTP. */
export interface RestWatch {
  /** Whether anybody listens: where nobody does, nothing need be written down. */
  readonly isOn: boolean
  tell(call: RestCallRecord): void
  /** Answers with what ends the subscription. */
  subscribe(listener: RestListener): () => void
}

export function createRestWatch(): RestWatch {
  const listeners = new Set<RestListener>()
  return {
    get isOn() {
      return listeners.size > 0
    },
    tell(call) {
      for (const listener of [...listeners]) tell(listener, call)
    },
    subscribe(given) {
      const listener: RestListener = (call) => given(call)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
