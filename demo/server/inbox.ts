import type { Received } from './received.js'

/** The POSTs that reached the handler, the newest of them. */
export interface Inbox {
  /** Puts one in, and answers with its number. */
  add(received: Omit<Received, 'id' | 'at'>): Received['id']
  /** Changes one; one that has gone to make room is left alone. */
  update(id: Received['id'], change: Partial<Omit<Received, 'id'>>): void
  /** The oldest first. */
  all(): Received[]
  /** Tells of each that is new or has changed; answers with what ends that. */
  subscribe(listener: (received: Received) => void): () => void
}

/** @param capacity how many are kept: anybody can send a POST, and memory must have a bound */
export function createInbox(capacity = 100): Inbox {
  const kept = new Map<Received['id'], Received>()
  const listeners = new Set<(received: Received) => void>()
  let lastId = 0

  function keep(received: Received): void {
    kept.set(received.id, received)
    for (const listener of [...listeners]) listener(received)
  }

  return {
    add(received) {
      const id = ++lastId
      keep({ id, at: Date.now(), ...received })
      kept.delete(id - capacity)
      return id
    },
    update(id, change) {
      const received = kept.get(id)
      if (received) keep({ ...received, ...change })
    },
    all: () => [...kept.values()],
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
