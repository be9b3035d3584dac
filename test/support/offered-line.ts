import type { FramedWindow } from 'bx24-events/testing'

/** A private line as it is seen from between an app and its portal. */
export interface OfferedLine {
  /** What the app has said over it: one list for each message. */
  readonly fromApp: readonly string[][]
  /** What the page has said over it. */
  readonly fromPortal: readonly string[][]
}

/** What stands between the ends of a line passes on, of each message. */
export type PassOn = (said: string[]) => string[]

/** Puts itself between the ends of a line, and answers with the end that the portal is to have. */
export function standBetween(
  appEnd: MessagePort,
  { toPortal, toApp }: { readonly toPortal: PassOn; readonly toApp: PassOn },
): MessagePort {
  const { port1: ownEnd, port2: portalEnd } = new MessageChannel()
  appEnd.onmessage = ({ data }) => ownEnd.postMessage(toPortal([data].flat()))
  ownEnd.onmessage = ({ data }) => appEnd.postMessage(toApp([data].flat()))
  return portalEnd
}

/** Puts itself between the ends of each line that the app offers from now on, and answers with what it sees there. */
export function watchLines({ parent }: FramedWindow): readonly OfferedLine[] {
  const lines: OfferedLine[] = []
  const toPortal = parent.postMessage
  parent.postMessage = (message, origin, ports) => {
    const [appEnd] = ports ?? []
    if (!appEnd) return toPortal(message, origin)
    const line = { fromApp: [] as string[][], fromPortal: [] as string[][] }
    lines.push(line)
    const keep = (kept: string[][]) => (said: string[]) => {
      kept.push(said)
      return said
    }
    const portalEnd = standBetween(appEnd, { toPortal: keep(line.fromApp), toApp: keep(line.fromPortal) })
    toPortal(message, origin, [portalEnd])
  }
  return lines
}
