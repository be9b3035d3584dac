import { createPrivateLine, type PrivateLine } from '../../protocol/private-line.js'

/** How many lines a frame may have: its page can be loaded anew within one opening, and can have several clients. */
const MOST_LINES = 8

/** The private lines of one frame. */
export interface FrameLines {
  /** Takes the port that the app has sent; with one too many, the oldest line is closed. */
  open(port: MessagePort | undefined): void
  /** Closes them all. */
  close(): void
}

/** @param receive told of all that comes over a line, and of the line */
export function createFrameLines(receive: (message: unknown, line: PrivateLine) => void): FrameLines {
  const lines: PrivateLine[] = []
  return {
    open(port) {
      if (!port) throw new TypeError('A private line needs a port.')
      const line = createPrivateLine(port, (message) => receive(message, line))
      lines.push(line)
      if (lines.length > MOST_LINES) lines.shift()?.close()
    },
    close() {
      for (const line of lines.splice(0)) line.close()
    },
  }
}
