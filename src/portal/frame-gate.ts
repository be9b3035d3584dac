import { type Params, parseRequest, type Request, readParams, writeReply } from '../protocol/message.js'
import { OPEN_PORT } from '../protocol/private-line.js'
import { createTurn, TOGETHER } from '../protocol/turn.js'
import type { FrameCommand, FrameCommands, StandingCommand } from './frame-command.js'
import { createFrameLines } from './frame-lines.js'
import { NOT_SIMULATED } from './page-commands.js'
import { tell } from './tell.js'

/** Why a message was not let in. */
export type Refusal =
  | 'foreign source'
  | 'foreign origin'
  | 'no request'
  | 'wrong sid'
  | 'unknown command'
  | 'not simulated'
  | 'nested together'
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
  readonly callbackId?: string
  /** The parameters of a request, or what a reply answers. */
  readonly content?: unknown
  readonly refused?: Refusal
}

/** What a portal's page did not do, and for whom. Never what the message said. */
export interface FrameDiagnostic {
  readonly kind: Refusal | 'command failed'
  readonly origin: string
  /** The command that failed, or that live portals have and this one does not simulate. */
  readonly command?: string
  /** What its work was ended by. */
  readonly cause?: unknown
}

export interface FrameGateOptions {
  /** The app's origin. */
  appOrigin: string
  /** The id of this opening of the app. */
  appSid: string
  commands: FrameCommands
  /** The window that the app is in. */
  appWindow(): unknown
  /** Sends a text to the app. */
  send(text: string): void
  onWire?: ((message: WireMessage) => void) | undefined
  /** Told of each kind once; of each command that fails, or that is not simulated, once. */
  onDiagnostic?: ((diagnostic: FrameDiagnostic) => void) | undefined
}

/** Lets an app's messages in, and what they ask for be done. */
export interface FrameGate {
  /** Takes a message that has reached the portal's window. */
  receive(event: Pick<MessageEvent, 'source' | 'origin' | 'data' | 'ports'>): void
  /** Closes the private lines. */
  close(): void
}

/** Where a request came from, and where its reply goes. */
interface Way {
  readonly line: WireMessage['line']
  /** Whether it is one of several that are said together. */
  readonly isTogether: boolean
  send(text: string): void
}

/** A request that was let in. */
interface Admitted extends Pick<Request, 'command' | 'params' | 'callbackId'> {
  readonly way: Way
}

/** The one gate of a portal's page. It checks in this order: source, origin, shape, sid, command, parameters. */
export function createFrameGate(options: FrameGateOptions): FrameGate {
  const { appOrigin, appSid, commands, appWindow, send, onWire, onDiagnostic } = options
  const told = new Set<string>()
  const lines = createFrameLines((data, { post }) =>
    admit(data, { line: 'port', isTogether: false, send: post }),
  )
  /** What is asked together, is answered together. */
  const together: Way = {
    line: 'window',
    isTogether: true,
    send: createTurn((said) => send(writeReply(TOGETHER, said))),
  }
  /** The ids of what was last asked together: what comes once more by itself is answered already. */
  const askedTogether = new Set<string>()

  function diagnose(diagnostic: FrameDiagnostic): void {
    const subject = `${diagnostic.kind} ${diagnostic.command ?? ''}`
    if (told.has(subject)) return
    told.add(subject)
    tell(onDiagnostic, diagnostic)
  }

  function refuse(
    refused: Refusal,
    origin: string,
    seen: Pick<WireMessage, 'line' | 'data' | 'command' | 'callbackId'>,
  ): void {
    tell(onWire, { direction: 'to portal', at: Date.now(), ...seen, refused })
    const { command } = seen
    // Any other command is what somebody made up.
    diagnose({ kind: refused, origin, ...(refused === 'not simulated' && command ? { command } : {}) })
  }

  function answer({ command, callbackId, way }: Admitted, content: unknown): void {
    if (callbackId === '') return
    const data = writeReply(callbackId, content)
    if (onWire) {
      const { line } = way
      tell(onWire, { direction: 'to app', line, at: Date.now(), data, command, callbackId, content })
    }
    way.send(data)
  }

  // No async function: what each call makes anew counts here.
  function carryOut(run: FrameCommand | StandingCommand, request: Admitted): void {
    const { command, params } = request
    // Portals answer nothing where a command's work fails; a person is told here.
    const report = (cause: unknown) => diagnose({ kind: 'command failed', origin: appOrigin, command, cause })
    const answerContent = (content: unknown) => {
      if (content !== undefined) answer(request, content)
    }
    try {
      if (typeof run === 'function') Promise.resolve(run(params, report)).then(answerContent).catch(report)
      else run.stand(params, (content) => answer(request, content)).catch(report)
    } catch (cause) {
      report(cause)
    }
  }

  function admitTogether({ requests }: Params, way: Way): void {
    askedTogether.clear()
    const list = Array.isArray(requests) ? requests : []
    const inner = way.line === 'window' ? together : { ...way, isTogether: true }
    for (const request of list) admit(request, inner)
  }

  /** Takes what is from the app for sure: by its window and origin, or since it holds the other end of a line. */
  function admit(data: unknown, way: Way, ports: readonly MessagePort[] = []): void {
    const { line } = way
    const request = parseRequest(data)
    if (!request) return refuse('no request', appOrigin, { line, data })
    const { command, callbackId } = request
    const seen = { line, data, command, callbackId }
    if (request.appSid !== appSid) return refuse('wrong sid', appOrigin, seen)
    const run = commands.get(command)
    if (!run) {
      return refuse(NOT_SIMULATED.has(command) ? 'not simulated' : 'unknown command', appOrigin, seen)
    }
    // One level is all that anyone needs, and any depth is more than the stack holds.
    if (command === TOGETHER && way.isTogether) return refuse('nested together', appOrigin, seen)
    const params = readParams(request.sealedParams)
    if (!params) return refuse('malformed params', appOrigin, seen)
    // Where nobody listens, nothing is written down: there may be thousands of these in one turn.
    if (onWire) tell(onWire, { direction: 'to portal', at: Date.now(), ...seen, content: params })
    if (way === together) askedTogether.add(callbackId)
    else if (callbackId !== '' && askedTogether.delete(callbackId)) return
    if (command === TOGETHER) return admitTogether(params, way)
    // A port is no parameter: only the gate has it.
    const runHere = command === OPEN_PORT ? () => void lines.open(ports[0]) : run
    carryOut(runHere, { command, params, callbackId, way })
  }

  return {
    receive({ source, origin, data, ports }) {
      if (source !== appWindow()) return refuse('foreign source', origin, { line: 'window', data })
      if (origin !== appOrigin) return refuse('foreign origin', origin, { line: 'window', data })
      admit(data, { line: 'window', isTogether: false, send }, ports)
    },
    close: lines.close,
  }
}
