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
 * Its parameter `questions` names commands: the next question of each over the window, for pages that take no line, is one that
 * the app asks over the line too, where it is to be answered.
 */
export const OPEN_PORT = 'openPort'

/** Only Node's ports have this: one that waits for messages would keep the process alive. */
type Port = MessagePort & { unref?(): void }

/** Takes one end of a line. What was posted before is heard too. */
export function createPrivateLine(port: Port, receive: (message: unknown) => void): PrivateLine {
  /** What was said in this turn. */
  let said: string[] = []

  function flush(): void {
    port.postMessage(said.length > 1 ? said : said[0])
    said = []
  }

  port.onmessage = ({ data }) => {
    if (Array.isArray(data)) data.forEach(receive)
    else receive(data)
  }
  port.unref?.()
  return {
    post(message) {
      // Browsers take four times as long for a step that is asked of `queueMicrotask`. Two steps, so that what takes one more
      // than the rest goes along: another message costs a page that is still loading a millisecond.
      if (said.push(message) === 1) void Promise.resolve().then(undefined).then(flush)
    },
    close: () => port.close(),
  }
}
