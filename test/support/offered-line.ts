import type { FramedWindow } from 'bx24-events/testing'

/** A private line as it is seen from between an app and its portal. */
export interface OfferedLine {
  /** What the app has said over it: one list for each message. */
  readonly fromApp: readonly string[][]
  /** What the page has said over it. */
  readonly fromPortal: readonly string[][]
}

/** Puts itself between the ends of each line that the app offers from now on, and answers with what it sees there. */
export function watchLines({ parent }: FramedWindow): readonly OfferedLine[] {
  const lines: OfferedLine[] = []
  const toPortal = parent.postMessage
  parent.postMessage = (message, origin, ports) => {
    const [appEnd] = ports ?? []
    if (!appEnd) return toPortal(message, origin)
    const { port1: ownEnd, port2: portalEnd } = new MessageChannel()
    const line = { fromApp: [] as string[][], fromPortal: [] as string[][] }
    lines.push(line)
    appEnd.onmessage = ({ data }) => {
      line.fromApp.push([data].flat())
      ownEnd.postMessage(data)
    }
    ownEnd.onmessage = ({ data }) => {
      line.fromPortal.push([data].flat())
      appEnd.postMessage(data)
    }
    toPortal(message, origin, [portalEnd])
  }
  return lines
}
