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
  /**
   * `subject` is its name in errors. What the work resolves to ends the task; work that answers nothing ends it by itself. It
   * must not throw.
   */
  run<T>(subject: string, limits: Limits, work: (task: Task<T>) => Promise<T> | undefined): Promise<T>
  /** Ends all that is under way with `reason`, and all that comes later. */
  close(reason: BX24Error): void
}

/** @param defaultTimeout the time limit of what has none of its own, in milliseconds */
export function createTasks(defaultTimeout: number): Tasks {
  const running = new Set<AnyTask & { readonly subject: string; readonly deadline: number }>()
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
        const undos: (() => void)[] = []
        const endWith =
          <V>(settle: (value: V) => void) =>
          (value: V) => {
            settle(value)
            task.isOver = true
            running.delete(task)
            if (!running.size) timer?.unref?.()
            for (const undo of undos.splice(0)) undo()
          }
        const task = {
          subject,
          deadline: performance.now() + timeout,
          isOver: false,
          onEnd: (undo: () => void) => void (task.isOver ? undo() : undos.push(undo)),
          succeed: endWith(resolve),
          fail: endWith(reject),
        }
        running.add(task)
        watch(task.deadline)
        if (signal) {
          const abort = () => task.fail(signal.reason)
          signal.addEventListener('abort', abort)
          task.onEnd(() => signal.removeEventListener('abort', abort))
        }
        work(task)?.then(task.succeed, task.fail)
      }),
    close(reason) {
      closed = reason
      clearTimeout(timer)
      for (const task of running) task.fail(reason)
    },
  }
}
