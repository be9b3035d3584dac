// What the portal's page and an app that is measured say to each other, beside what is measured.

/** How calls are made. */
export type Manner = 'one after another' | 'at once'

/** Makes so many calls and tells the milliseconds that they took; or tells the bytes in use after a collection of garbage. */
export type Order = { readonly order: Manner; readonly calls: number } | { readonly order: 'heap' }

export type Answered = { readonly measured: number } | { readonly failed: string }

export function isOrder(data: unknown): data is Order {
  return Object(data).order !== undefined
}

export function isAnswered(data: unknown): data is Answered {
  return Object(data).measured !== undefined || Object(data).failed !== undefined
}

declare global {
  interface Performance {
    /** Chromium's. */
    readonly memory?: { readonly usedJSHeapSize: number }
  }
}

/** Bytes in use after a collection of garbage. */
export function readHeap(): number {
  globalThis.gc?.()
  return performance.memory?.usedJSHeapSize ?? Number.NaN
}
