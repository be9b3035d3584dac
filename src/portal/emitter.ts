import { tell } from './tell.js'

/** Tells whoever listens. What a listener throws reaches the error handling of the page or the process, and no other listener. */
export interface Emitter<Value> {
  /** Whether anybody listens: where nobody does, nothing need be written down. */
  readonly isHeard: boolean
  tell(value: Value): void
  /** Answers with what ends the subscription. */
  subscribe(listener: (value: Value) => void): () => void
}

export function createEmitter<Value>(): Emitter<Value> {
  const listeners = new Set<(value: Value) => void>()

  return {
    get isHeard() {
      return listeners.size > 0
    },
    tell(value) {
      for (const listener of [...listeners]) tell(listener, value)
    },
    subscribe(given) {
      // Wrapped, so that each subscription has its own end, even of one listener.
      const listener = (value: Value) => given(value)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
