import { createTurn } from './turn.js'

/**
 * A `MessagePort` between an app and its portal's page. What goes over it is what would go over the window, but all that one
 * side says in one turn is one message: a list, or the text itself where it is the only one, which browsers copy faster.
 */
export interface PrivateLine {
  /** Says something: it leaves with all else that is said in this turn. */
  post(message: string): void
  close(): void
}

/** The command that hands the page the other end of a line. A page that takes it lists it, and answers it by using the line. */
export const OPEN_PORT = 'openPort'

/** Only Node's ports have this: one that waits for messages would keep the process alive. */
type Port = MessagePort & { unref?(): void }

/** Takes one end of a line. What was posted before is heard too. */
export function createPrivateLine(port: Port, receive: (message: unknown) => void): PrivateLine {
  port.onmessage = ({ data }) => {
    if (Array.isArray(data)) data.forEach(receive)
    else receive(data)
  }
  port.unref?.()
  return {
    post: createTurn((said) => port.postMessage(said.length > 1 ? said : said[0])),
    close: () => port.close(),
  }
}
