/** A question over a private line and its answer take two tasks, and another two with what follows from it at once. */
const HOPS = 4

/** Node's own, whatever timers a test fakes. It costs a sixth of a message to oneself, which is what pages have. */
const { setImmediate } = globalThis

/**
 * Resolves in a later task, so once everything has run that needs no time: promises, microtasks, and the messages between
 * the windows of a pair, or over its lines. For asserting that something has not happened. Works in Node and in pages, with
 * fake timers too.
 */
export async function nextTask(): Promise<void> {
  for (let hop = 0; hop < HOPS; hop++) await nextHop()
}

function nextHop(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
