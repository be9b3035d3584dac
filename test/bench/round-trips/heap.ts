declare global {
  interface Window {
    /** Bytes in use after a collection of garbage. */
    readHeap(): number
    /** Chromium's, where it is started so. */
    gc?(): void
  }
  interface Performance {
    readonly memory?: { readonly usedJSHeapSize: number }
  }
}

export function readHeap(): number {
  window.gc?.()
  return performance.memory?.usedJSHeapSize ?? Number.NaN
}
