/**
 * A `MessagePort` between an app and its portal's page. What goes over it is what would go over the window, but all that one
 * side says in one turn is one message: a list, or the text itself where it is the only one, which browsers copy faster.
 */
export interface PrivateLine {
  /** Says something: it leaves with all else that is said in this turn. */
  post(message: string): void
  close(): void
}

/**
 * The command that hands the page the other end of a line. A page that takes it lists it, and answers it by using the line.
 * Its parameter `questions` has the ids of questions that the app asks both over the window, for pages that take no line, and
 * over the line, where they are to be answered.
 */
export const OPEN_PORT = 'openPort'

/** Only Node's ports have this: one that waits for messages would keep the process alive. */
type Port = MessagePort & { unref?(): void }

/** Takes one end of a line. What was posted before is heard too. */
export function createPrivateLine(port: Port, receive: (message: unknown) => void): PrivateLine {
  /** What was said in this turn. */
  let said: string | string[] | undefined

  function flush(): void {
    port.postMessage(said)
    said = undefined
  }

  port.onmessage = ({ data }) => {
    if (Array.isArray(data)) data.forEach(receive)
    else receive(data)
  }
  port.unref?.()
  return {
    post(message) {
      if (Array.isArray(said)) said.push(message)
      else if (said !== undefined) said = [said, message]
      else {
        said = message
        // Browsers take four times as long for a step that is asked of `queueMicrotask`. Two steps, so that what takes one more
        // than the rest goes along: another message costs a page that is still loading a millisecond.
        void Promise.resolve().then(undefined).then(flush)
      }
    },
    close: () => port.close(),
  }
}
