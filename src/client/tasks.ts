import { BX24Error } from './error.js'

/** How long something may take, and what may end it before. */
export interface Limits {
  /** Milliseconds until it fails with `TIMEOUT`. */
  timeout?: number | undefined
  /** Ends it with the signal's reason. What the portal has begun is not taken back. */
  signal?: AbortSignal | undefined
}

/** Something that is under way, whatever it is to bring. */
export interface AnyTask {
  /** What a reply of the page names it by: unguessable. */
  id: string
  /** Its name in errors. */
  readonly method: string
  /** When its time is over, on the clock of `performance.now()`. */
  readonly deadline: number
  /** Whether it has had its end: what the work brings now, nobody hears. */
  isOver?: true
  /** Takes the page's answer, while the task has a question that is not answered. */
  answer?: ((content: unknown) => void) | undefined
  /** What is to be undone at its end. */
  undos?: (() => void)[]
  readonly reject: (reason: unknown) => void
  /** Takes it from those that are under way. */
  readonly leave: (task: AnyTask) => void
}

/** The same, as work sees it that knows what it is to bring. */
export interface Task<T> extends AnyTask {
  readonly resolve: (value: T) => void
}

/** All that a client has under way. Each has one end: the work's outcome, the time limit, the signal, or the closing. */
export interface Tasks {
  /** Begins something; `work` ends the task, or throws what ends it. */
  run<T>(method: string, limits: Limits, work: (task: Task<T>) => void): Promise<T>
  /** Gives a task that asks anew another id: a late answer to what it has asked before does not fit. */
  rename(task: AnyTask): void
  /** The task with that id, while it is under way. */
  find(id: string): AnyTask | undefined
  /** Throws what all of them were ended with, once they were closed. */
  expectOpen(): void
  /** Ends all that is under way with `CLOSED`, and all that comes later. */
  close(): void
}

export function succeed<T>(task: Task<T>, value: T): void {
  task.resolve(value)
  end(task)
}

export function fail(task: AnyTask, reason: unknown): void {
  task.reject(reason)
  end(task)
}

/** Runs `undo` at the end of a task, whichever it is. */
export function onEnd(task: AnyTask, undo: () => void): void {
  if (task.isOver) undo()
  else {
    task.undos ??= []
    task.undos.push(undo)
  }
}

/** Resolves at the end of a task, whichever it is. */
export function whenOver(task: AnyTask): Promise<void> {
  return new Promise((resolve) => onEnd(task, resolve))
}

function end(task: AnyTask): void {
  if (task.isOver) return
  task.isOver = true
  task.leave(task)
  for (const undo of task.undos ?? []) undo()
}

/** @param defaultTimeout the time limit of what has none of its own, in milliseconds */
export function createTasks(defaultTimeout: number): Tasks {
  const running = new Map<string, AnyTask>()
  let closed: BX24Error | undefined
  let idPrefix: string | undefined
  let lastId = 0

  // One timer for all, which is left to run while they come and go: to set and to clear one for each makes a round trip
  // longer by a fifth. It stops by itself.
  let timer: ReturnType<typeof setTimeout> | undefined
  /** 0: it does not run. */
  let timerEnds = 0

  function watch(deadline: number): void {
    // Only Node's timers have this.
    timer?.ref?.()
    if (timerEnds && timerEnds <= deadline) return
    clearTimeout(timer)
    timerEnds = deadline
    timer = setTimeout(expire, Math.ceil(deadline - performance.now()))
  }

  // A timer may end a little early: then it is set once more.
  function expire(): void {
    timerEnds = 0
    const now = performance.now()
    for (const task of running.values()) {
      if (task.deadline > now) watch(task.deadline)
      else fail(task, new BX24Error('TIMEOUT', 'No answer', { method: task.method }))
    }
  }

  function leave(task: AnyTask): void {
    running.delete(task.id)
    if (!running.size) timer?.unref?.()
  }

  function enter(task: AnyTask): void {
    // Unguessable, and another one for each client of the page: replies to the others' questions must not fit.
    idPrefix ??= String(crypto.getRandomValues(new Uint32Array(2)))
    task.id = `${idPrefix}${++lastId}`
    running.set(task.id, task)
  }

  return {
    run: <T>(method: string, { signal, timeout = defaultTimeout }: Limits, work: (task: Task<T>) => void) =>
      new Promise<T>((resolve, reject) => {
        if (closed) throw closed
        if (signal?.aborted) throw signal.reason
        const deadline = performance.now() + timeout
        const task: Task<T> = {
          id: '',
          method,
          deadline,
          resolve,
          reject,
          leave,
        }
        enter(task)
        watch(deadline)
        if (signal) {
          const abort = () => fail(task, signal.reason)
          signal.addEventListener('abort', abort)
          onEnd(task, () => signal.removeEventListener('abort', abort))
        }
        try {
          work(task)
        } catch (reason) {
          fail(task, reason)
        }
      }),
    rename(task) {
      if (running.delete(task.id)) enter(task)
    },
    find: (id) => running.get(id),
    expectOpen() {
      if (closed) throw closed
    },
    close() {
      closed ??= new BX24Error('CLOSED', 'By close()')
      clearTimeout(timer)
      for (const task of running.values()) fail(task, closed)
    },
  }
}
