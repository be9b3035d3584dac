import { BX24Error } from './error.js'

/** How long something may take, and what may end it before. */
export interface Limits {
  /** Milliseconds until it fails with `TIMEOUT`. */
  timeout?: number | undefined
  /** Ends it with the signal's reason. What the portal has begun is not taken back. */
  signal?: AbortSignal | undefined
}

/** Something that is under way, as the work for it sees it. */
export interface AnyTask {
  /** Whether it has had its end: what the work brings now, nobody hears. */
  readonly isOver: boolean
  /** Runs `undo` at the end, whichever it is. */
  onEnd(undo: () => void): void
  fail(reason: unknown): void
}

/** The same, as work sees it that knows what it is to bring. */
export interface Task<T> extends AnyTask {
  succeed(value: T): void
}

/** All that a client has under way. Each has one end: the work's outcome, the time limit, the signal, or the closing. */
export interface Tasks {
  /** `subject` is its name in errors. What the work resolves to ends the task; work that answers nothing ends it by itself. */
  run<T>(subject: string, limits: Limits, work: (task: Task<T>) => Promise<T> | undefined): Promise<T>
  /** Ends all that is under way with `reason`, and all that comes later. */
  close(reason: BX24Error): void
}

/** Made for each call, so it has its methods once for all. */
class RunningTask<T> implements Task<T> {
  isOver = false
  undos: (() => void)[] = []

  constructor(
    readonly subject: string,
    /** By the clock of `performance.now()`. */
    readonly deadline: number,
    readonly resolve: (value: T) => void,
    readonly reject: (reason: unknown) => void,
  ) {}

  onEnd(undo: () => void): void {
    if (this.isOver) undo()
    else this.undos.push(undo)
  }

  succeed(value: T): void {
    this.resolve(value)
    this.#end()
  }

  fail(reason: unknown): void {
    this.reject(reason)
    this.#end()
  }

  #end(): void {
    this.isOver = true
    for (const undo of this.undos.splice(0)) undo()
  }
}

/** @param defaultTimeout the time limit of what has none of its own, in milliseconds */
export function createTasks(defaultTimeout: number): Tasks {
  const running = new Set<{ deadline: number; subject: string } & AnyTask>()
  let closed: BX24Error | undefined

  // One timer for all, which is left to run while they come and go: to set and to clear one for each makes a round trip
  // longer by a fifth. It stops by itself.
  let timer: ReturnType<typeof setTimeout> | undefined
  let timerEnds = 0

  function watch(deadline: number): void {
    if (deadline === Number.POSITIVE_INFINITY) return
    // Only Node's timers have this.
    timer?.ref?.()
    if (timer && timerEnds <= deadline) return
    clearTimeout(timer)
    timerEnds = deadline
    timer = setTimeout(expire, Math.ceil(deadline - performance.now()))
  }

  function expire(): void {
    timer = undefined
    for (const task of running) {
      if (task.deadline > performance.now()) watch(task.deadline)
      else task.fail(new BX24Error('TIMEOUT', 'No answer', { method: task.subject }))
    }
  }

  return {
    run: (subject, { signal, timeout = defaultTimeout }, work) =>
      new Promise((resolve, reject) => {
        if (closed) throw closed
        signal?.throwIfAborted()
        const task = new RunningTask(subject, performance.now() + timeout, resolve, reject)
        running.add(task)
        task.onEnd(() => {
          running.delete(task)
          if (!running.size) timer?.unref?.()
        })
        watch(task.deadline)
        const fail = (reason: unknown) => task.fail(reason)
        if (signal) {
          const abort = () => fail(signal.reason)
          signal.addEventListener('abort', abort)
          task.onEnd(() => signal.removeEventListener('abort', abort))
        }
        try {
          work(task)?.then((value) => task.succeed(value), fail)
        } catch (reason) {
          fail(reason)
        }
      }),
    close(reason) {
      closed = reason
      clearTimeout(timer)
      for (const task of running) task.fail(reason)
    },
  }
}
