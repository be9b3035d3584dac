import { tell } from '../tell.js'

/** Why a message was not let in. */
export type Refusal =
  /** From another window than the app's. */
  | 'foreign source'
  /** From the app's window, but a page of another origin. */
  | 'foreign origin'
  /** Not in the form of a request. */
  | 'no request'
  /** With the id of another opening of the app. */
  | 'wrong sid'
  /** This page has no such command. */
  | 'unknown command'
  /** A command that pages of live portals have, and this one has not. */
  | 'not simulated'
  /** `together` within `together`. */
  | 'nested together'
  /** What should be JSON is none. */
  | 'malformed params'

/** A message between an app and its portal's page, as it was sent and as it was understood. */
export interface WireMessage {
  readonly direction: 'to portal' | 'to app'
  /** What it came over: the window, or a private line (`openPort`). */
  readonly line: 'window' | 'port'
  /** Milliseconds since 1970. */
  readonly at: number
  /** As it was sent. */
  readonly data: unknown
  /** The command that is asked or answered, as far as it was understood. */
  readonly command?: string
  /** What a reply names its request by; empty: none is wanted. */
  readonly callbackId?: string
  /** The parameters of a request, or what a reply answers. */
  readonly content?: unknown
  /** Why it was not let in; absent: it was. */
  readonly refused?: Refusal
}

/** What a portal's page did not do, and for whom. Never what the message said. */
export interface FrameDiagnostic {
  readonly kind: Refusal | 'command failed'
  /** Whose message it was. */
  readonly origin: string
  /** The command that failed, or that live portals have and this one does not simulate. */
  readonly command?: string
  /** What its work was ended by. */
  readonly cause?: unknown
}

export interface FrameReportOptions {
  /** The app's origin. */
  appOrigin: string
  onWire?: ((message: WireMessage) => void) | undefined
  /** Told of each kind once; of each command that fails, or that is not simulated, once. */
  onDiagnostic?: ((diagnostic: FrameDiagnostic) => void) | undefined
}

/** Tells of a frame's messages whoever wants to know. Where nobody does, nothing is written down: there may be thousands in one turn. */
export interface FrameReport {
  /** A message went to the app, or from it and was let in. */
  passed(message: Omit<WireMessage, 'at' | 'refused'>): void
  /** A message was not let in. */
  refused(refused: Refusal, origin: string, seen: Omit<WireMessage, 'at' | 'refused' | 'direction'>): void
  /** A command failed. Portals answer nothing then; a person is told. */
  failed(command: string, cause: unknown): void
}

export function createFrameReport({ appOrigin, onWire, onDiagnostic }: FrameReportOptions): FrameReport {
  const told = new Set<string>()

  function diagnose(diagnostic: FrameDiagnostic): void {
    const subject = `${diagnostic.kind} ${diagnostic.command ?? ''}`
    if (told.has(subject)) return
    told.add(subject)
    tell(onDiagnostic, diagnostic)
  }

  return {
    passed(message) {
      if (onWire) tell(onWire, { at: Date.now(), ...message })
    },
    refused(refused, origin, seen) {
      tell(onWire, { direction: 'to portal', at: Date.now(), ...seen, refused })
      const { command } = seen
      // Any other command is what somebody made up.
      diagnose({ kind: refused, origin, ...(refused === 'not simulated' && command ? { command } : {}) })
    },
    failed: (command, cause) => diagnose({ kind: 'command failed', origin: appOrigin, command, cause }),
  }
}
