import type { FramePlace } from '../protocol/frame-name.js'
import { type Params, parseJson, parseReply, writeRequest } from '../protocol/message.js'
import { BX24Error } from './error.js'

/** The part of `Window` that the client uses, so that a test can hand it another one. */
export interface AppWindow {
  readonly name: string
  readonly parent: { postMessage(message: string, targetOrigin: string): void }
  readonly location: { readonly search: string; readonly ancestorOrigins?: ArrayLike<string> }
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** A message that was not let in: what was wrong with it, and whose it was. Never what it said. */
export interface Diagnostic {
  /** `no answer`: of the portal, but no answer to a question of this client that is under way. */
  kind: 'foreign source' | 'foreign origin' | 'no answer'
  origin: string
}

/** What a page is asked to do. */
export type Command = readonly [name: string, params: Params]

/** How long a question may take, and what may end it before. */
export interface Limits {
  /** Milliseconds until it fails with `TIMEOUT`. */
  timeout?: number | undefined
  /** Ends it with the signal's reason. What the portal has begun is not taken back. */
  signal?: AbortSignal | undefined
}

/** The way to the portal's page. */
export interface ParentChannel {
  /**
   * Asks a question, as soon as it is known by which command, and resolves to its answer; `subject` is its name in errors.
   * It has one end: the answer, the time limit, the signal, or the closing of the channel.
   */
  ask(subject: string, command: () => Promise<Command>, limits?: Limits): Promise<unknown>
  /** Sends a command that no answer is wanted for. */
  tell(command: Command): void
  /** Stops listening, and ends what is asked with `reason`. */
  close(reason: BX24Error): void
}

export interface ChannelOptions {
  /** The time limit of a question that has none of its own, in milliseconds. Default: 30,000. */
  timeout?: number
  /** Told of each kind of message that was refused, once, without what it said. */
  onDiagnostic?: (diagnostic: Diagnostic) => void
}

interface Question {
  readonly subject: string
  /** By the clock of `performance.now()`. */
  readonly deadline: number
  resolve(answer: unknown): void
  reject(reason: unknown): void
}

export function createParentChannel(
  window: AppWindow,
  place: FramePlace,
  options: ChannelOptions,
): ParentChannel {
  const questions = new Map<string, Question>()
  const told = new Set<string>()
  // Unguessable, and another one for each client of the page: replies to the others' questions must not fit.
  const idPrefix = String(crypto.getRandomValues(new Uint32Array(2)))
  let lastId = 0
  let closed: BX24Error | undefined

  function refuse(kind: Diagnostic['kind'], origin: string): void {
    if (told.has(kind)) return
    told.add(kind)
    options.onDiagnostic?.({ kind, origin })
  }

  function receive({ source, origin, data }: MessageEvent): void {
    if (source !== window.parent) return refuse('foreign source', origin)
    if (origin !== place.origin) return refuse('foreign origin', origin)
    const reply = parseReply(data)
    const question = reply && questions.get(reply.callbackId)
    if (question) question.resolve(parseJson(reply.payload))
    else refuse('no answer', origin)
  }

  function post([command, params]: Command, callbackId = ''): void {
    if (closed) throw closed
    window.parent.postMessage(
      writeRequest({ command, params, callbackId, appSid: place.appSid }),
      place.origin,
    )
  }

  // One timer for all questions, which is left to run while they come and go: to set and to clear one for each makes a
  // round trip longer by a fifth. It stops by itself.
  let timer: ReturnType<typeof setTimeout> | undefined
  let timerEnds = 0

  function watch(deadline: number): void {
    // Only Node's timers have this.
    timer?.ref?.()
    if (timer && timerEnds <= deadline) return
    clearTimeout(timer)
    timerEnds = deadline
    timer = setTimeout(expire, deadline - performance.now())
  }

  function expire(): void {
    timer = undefined
    for (const { subject, deadline, reject } of questions.values()) {
      if (deadline > performance.now()) watch(deadline)
      else reject(new BX24Error('TIMEOUT', 'No answer', { method: subject }))
    }
  }

  window.addEventListener('message', receive)

  return {
    ask: (subject, command, { signal, timeout = options.timeout ?? 30_000 } = {}) =>
      new Promise((resolve, reject) => {
        if (closed) throw closed
        signal?.throwIfAborted()
        const id = `${idPrefix}_${++lastId}`
        const end = <T>(settle: (value: T) => void, value: T) => {
          questions.delete(id)
          if (!questions.size) timer?.unref?.()
          signal?.removeEventListener('abort', abort)
          settle(value)
        }
        const question: Question = {
          subject,
          deadline: performance.now() + timeout,
          resolve: (answer) => end(resolve, answer),
          reject: (reason) => end(reject, reason),
        }
        const abort = () => question.reject(signal?.reason)
        questions.set(id, question)
        watch(question.deadline)
        signal?.addEventListener('abort', abort)
        command()
          .then((known) => questions.has(id) && post(known, id))
          .catch(question.reject)
      }),
    tell: post,
    close(reason) {
      closed = reason
      window.removeEventListener('message', receive)
      clearTimeout(timer)
      for (const question of questions.values()) question.reject(reason)
    },
  }
}
