import type { FramePlace } from '../protocol/frame-name.js'
import { type Params, parseJson, parseReply, writeRequest } from '../protocol/message.js'
import { createPrivateLine, OPEN_PORT, type PrivateLine } from '../protocol/private-line.js'
import type { AnyTask, Tasks } from './tasks.js'

/** The part of `Window` that the client uses, so that a test can hand it another one. */
export interface AppWindow {
  readonly name: string
  readonly parent: { postMessage(message: string, targetOrigin: string, transfer?: MessagePort[]): void }
  readonly location: { readonly search: string; readonly ancestorOrigins?: ArrayLike<string> }
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** The window of an app, and where it stands. */
export interface Frame extends FramePlace {
  readonly window: AppWindow
}

/** A message that was not let in: what was wrong with it, and whose it was. Never what it said. */
export interface Diagnostic {
  /** `no answer`: of the portal, but no answer to a question of this client that is under way. */
  kind: 'foreign source' | 'foreign origin' | 'no answer'
  origin: string
}

/** What a page is asked to do. */
export type Command = readonly [name: string, params?: Params]

/** The way to the portal's page. */
export interface ParentChannel {
  /** The portal's origin. */
  readonly origin: string
  /**
   * Asks a question, the only one that a task has at a time. Pages leave many a one unanswered: it is forgotten with its task.
   * @param overWindow whether it goes over the window, also where there is a line. Default: only where there is none
   */
  ask(command: Command, task: AnyTask, answer: (content: unknown) => void, overWindow?: boolean): void
  /** Sends a command that no answer is wanted for. */
  tell(command: Command): void
  /**
   * Offers the page a private line, and says all over it from now on: blind, since a port keeps what is posted until somebody
   * reads it. A page that does not know of lines never does.
   * @param questions commands whose next question goes over the window too: a page that takes the line answers it there only
   */
  openLine(questions: readonly string[]): void
  /** Back to the window. */
  closeLine(): void
  /** Stops listening. What would send something later ends as all tasks do that come after the end. */
  close(): void
}

export interface ChannelOptions {
  /** Told of each kind of message that was refused, once, without what it said. */
  onDiagnostic?: (diagnostic: Diagnostic) => void
}

export function createParentChannel(
  { window, origin: portalOrigin, appSid }: Frame,
  tasks: Tasks,
  onDiagnostic: ChannelOptions['onDiagnostic'],
): ParentChannel {
  const told = new Set<string>()
  let line: PrivateLine | undefined

  function refuse(kind: Diagnostic['kind'], origin: string): void {
    if (told.has(kind)) return
    told.add(kind)
    onDiagnostic?.({ kind, origin })
  }

  function receive({ source, origin, data }: MessageEvent): void {
    if (source !== window.parent) refuse('foreign source', origin)
    else if (origin !== portalOrigin) refuse('foreign origin', origin)
    else settle(data)
  }

  /** Whoever holds the other end of the line is the page, or nobody: it was sent to the portal's origin alone. */
  function settle(data: unknown): void {
    const { callbackId = '', payload = '' } = parseReply(data) ?? {}
    const task = tasks.find(callbackId)
    const answer = task?.answer
    if (!answer) return refuse('no answer', portalOrigin)
    task.answer = undefined
    answer(parseJson(payload))
  }

  function post(
    [command, params = {}]: Command,
    callbackId = '',
    overWindow = !line,
    ports?: MessagePort[],
  ): void {
    tasks.expectOpen()
    const request = writeRequest({ command, params, callbackId, appSid })
    line?.post(request)
    if (overWindow) window.parent.postMessage(request, portalOrigin, ports)
  }

  function closeLine(): void {
    line?.close()
    line = undefined
  }

  window.addEventListener('message', receive)

  return {
    origin: portalOrigin,
    ask(command, task, answer, overWindow) {
      if (task.isOver) return
      task.answer = answer
      post(command, task.id, overWindow)
    },
    tell: post,
    openLine(questions) {
      const { port1, port2 } = new MessageChannel()
      post([OPEN_PORT, { questions }], '', true, [port2])
      line = createPrivateLine(port1, settle)
    },
    closeLine,
    close() {
      closeLine()
      window.removeEventListener('message', receive)
    },
  }
}
