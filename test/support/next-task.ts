/**
 * Resolves in a later task, so once everything has run that needs no time: promises, microtasks, and the messages between
 * the windows of a pair. For asserting that something has not happened. Works in Node and in pages, with fake timers too.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
