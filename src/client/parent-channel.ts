import { type Params, parseJson, parseReply, writeRequest } from '../protocol/message.js'
import { createPrivateLine, OPEN_PORT, type PrivateLine } from '../protocol/private-line.js'
import { createTurn, TOGETHER } from '../protocol/turn.js'
import type { Frame } from './frame.js'
import type { AnyTask, Tasks } from './tasks.js'

/** A message that was not let in: what was wrong with it, and whose it was. Never what it said. */
export interface Diagnostic {
  /**
   * `foreign source`: from another window than the portal's. `foreign origin`: from that window, but a page of another origin.
   * `no answer`: of the portal, but no answer to a question of this client that is under way, as those to another library are.
   */
  kind: 'foreign source' | 'foreign origin' | 'no answer'
  /** That of the page that it came from. */
  origin: string
}

/** What a page is asked to do. */
export type Command = readonly [name: string, params?: Params]

/** The way to the portal's page. */
export interface ParentChannel {
  /** The portal's origin. */
  readonly origin: string
  /** Asks a question, the only one that a task has at a time. Pages leave many a one unanswered: it is forgotten with its task. */
  ask(command: Command, task: AnyTask, answer: (content: unknown) => void): void
  /** Sends a command that no answer is wanted for. */
  tell(command: Command): void
  /**
   * Says all of this turn in one message, blind: a page that does not know how to read that leaves it. For such a page the
   * first so many questions are said by themselves too.
   */
  speakBlind(questions: number): void
  /** Whether that turn goes on. */
  isBlind(): boolean
  /** Speaks to a page that has answered: over a private line, opened once there is something to say, or over the window. */
  speak(overLine: boolean): void
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
  /** How a request is said at this time. */
  let say: (request: string) => void = send
  let sayBlind: typeof say | undefined

  function refuse(kind: Diagnostic['kind'], origin: string): void {
    if (told.has(kind)) return
    told.add(kind)
    // In a task of its own: what it throws must not keep back the replies that came in the same message.
    if (onDiagnostic) queueMicrotask(() => onDiagnostic({ kind, origin }))
  }

  function receive({ source, origin, data }: MessageEvent): void {
    if (source !== window.parent) refuse('foreign source', origin)
    else if (origin !== portalOrigin) refuse('foreign origin', origin)
    else settle(data)
  }

  /** Whoever holds the other end of the line is the page, or nobody: it was sent to the portal's origin alone. */
  function settle(data: unknown): void {
    const { callbackId = '', payload = '' } = parseReply(data) ?? {}
    if (callbackId === TOGETHER) return [parseJson(payload)].flat().forEach(settle)
    const task = tasks.find(callbackId)
    const answer = task?.answer
    if (!answer) return refuse('no answer', portalOrigin)
    task.answer = undefined
    answer(parseJson(payload))
  }

  function send(request: string, ports?: MessagePort[]): void {
    window.parent.postMessage(request, portalOrigin, ports)
  }

  function write([command, params = {}]: Command, callbackId = ''): string {
    return writeRequest({ command, params, callbackId, appSid })
  }

  function post(command: Command, callbackId?: string): void {
    tasks.expectOpen()
    say(write(command, callbackId))
  }

  function sayOverNewLine(request: string): void {
    const { port1, port2 } = new MessageChannel()
    send(write([OPEN_PORT]), [port2])
    line = createPrivateLine(port1, settle)
    say = line.post
    say(request)
  }

  function speak(overLine: boolean): void {
    line?.close()
    say = overLine ? sayOverNewLine : send
  }

  window.addEventListener('message', receive)

  return {
    origin: portalOrigin,
    ask(command, task, answer) {
      if (task.isOver) return
      task.answer = answer
      post(command, task.id)
    },
    tell: post,
    speakBlind(questions) {
      sayBlind = createTurn((requests) => {
        // The page was given up meanwhile.
        if (say !== sayBlind) return
        say = send
        send(write([TOGETHER, { requests }]))
        for (const question of requests.slice(0, questions)) send(question)
      })
      say = sayBlind
    },
    isBlind: () => say === sayBlind,
    speak,
    close() {
      speak(false)
      window.removeEventListener('message', receive)
    },
  }
}
