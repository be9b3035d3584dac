import { nextTask } from './next-task.js'

/** What reached the error handling of the process, which the test runner would else end the run for. */
export interface ProcessErrors {
  readonly uncaught: readonly unknown[]
  readonly unhandledRejections: readonly unknown[]
}

/** Runs something, and all that follows from it without a wait, and tells what it left to the process. */
export async function collectProcessErrors(run: () => unknown): Promise<ProcessErrors> {
  const uncaught: unknown[] = []
  const unhandledRejections: unknown[] = []
  const restoreUncaught = takeOver('uncaughtException', (error) => uncaught.push(error))
  const restoreRejections = takeOver('unhandledRejection', (reason) => unhandledRejections.push(reason))
  try {
    await run()
    await nextTask()
  } finally {
    restoreUncaught()
    restoreRejections()
  }
  return { uncaught, unhandledRejections }
}

function takeOver(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void) {
  // Node's types have one overload for each of these names; to an emitter they are names like any other.
  const emitter: NodeJS.EventEmitter = process
  const kept = emitter.rawListeners(event)
  emitter.removeAllListeners(event).on(event, listener)
  return () => {
    emitter.removeAllListeners(event)
    for (const one of kept) emitter.on(event, one as (error: unknown) => void)
  }
}
