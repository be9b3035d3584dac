import { type Params, parseRequest, type Request, readParams, writeReply } from '../../protocol/message.js'
import { OPEN_PORT } from '../../protocol/private-line.js'
import { createTurn, TOGETHER } from '../../protocol/turn.js'
import type { FrameCommand, FrameCommands, StandingCommand } from './frame-command.js'
import { createFrameLines } from './frame-lines.js'
import { createFrameReport, type FrameReportOptions, type Refusal, type WireMessage } from './frame-report.js'
import { NOT_SIMULATED } from './page-commands.js'

export interface FrameGateOptions extends FrameReportOptions {
  /** The id of this opening of the app. */
  appSid: string
  commands: FrameCommands
  /** The window that the app is in. */
  appWindow(): unknown
  /** Sends a text to the app. */
  send(text: string): void
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
  const { appOrigin, appSid, commands, appWindow, send } = options
  const report = createFrameReport(options)
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

  function answer({ command, callbackId, way }: Admitted, content: unknown): void {
    if (callbackId === '') return
    const data = writeReply(callbackId, content)
    report.passed({ direction: 'to app', line: way.line, data, command, callbackId, content })
    way.send(data)
  }

  // No async function: what each call makes anew counts here.
  function carryOut(run: FrameCommand | StandingCommand, request: Admitted): void {
    const { command, params } = request
    const fail = (cause: unknown) => report.failed(command, cause)
    const answerContent = (content: unknown) => {
      if (content !== undefined) answer(request, content)
    }
    try {
      if (typeof run === 'function') Promise.resolve(run(params, fail)).then(answerContent).catch(fail)
      else run.stand(params, (content) => answer(request, content)).catch(fail)
    } catch (cause) {
      fail(cause)
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
    if (!request) return report.refused('no request', appOrigin, { line, data })
    const { command, callbackId } = request
    const seen = { line, data, command, callbackId }
    const refuse = (refused: Refusal) => report.refused(refused, appOrigin, seen)
    if (request.appSid !== appSid) return refuse('wrong sid')
    const run = commands.get(command)
    if (!run) return refuse(NOT_SIMULATED.has(command) ? 'not simulated' : 'unknown command')
    // One level is all that anyone needs, and any depth is more than the stack holds.
    if (command === TOGETHER && way.isTogether) return refuse('nested together')
    const params = readParams(request.sealedParams)
    if (!params) return refuse('malformed params')
    report.passed({ direction: 'to portal', ...seen, content: params })
    if (way === together) askedTogether.add(callbackId)
    else if (callbackId !== '' && askedTogether.delete(callbackId)) return
    if (command === TOGETHER) return admitTogether(params, way)
    // A port is no parameter: only the gate has it.
    const runHere = command === OPEN_PORT ? () => void lines.open(ports[0]) : run
    carryOut(runHere, { command, params, callbackId, way })
  }

  return {
    receive({ source, origin, data, ports }) {
      if (source !== appWindow()) return report.refused('foreign source', origin, { line: 'window', data })
      if (origin !== appOrigin) return report.refused('foreign origin', origin, { line: 'window', data })
      admit(data, { line: 'window', isTogether: false, send }, ports)
    },
    close: lines.close,
  }
}
