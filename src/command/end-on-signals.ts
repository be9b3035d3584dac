import type { EventEmitter } from 'node:events'

/** The signals that end a command, by the number that its status tells of, above 128. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

/**
 * Milliseconds. npx passes on a Ctrl-C that the terminal has sent to both of us already: what comes so soon after the first one is
 * the same.
 */
const SAME_PRESS = 500

export interface EndingOptions {
  /** What tells of signals: a process. */
  signals: Pick<EventEmitter, 'on'>
  /** Ends what runs, in good order. */
  close(): Promise<void>
  /** Told what `close` rejects with. */
  onFailure(error: unknown): void
  exit(status: number): void
}

/** The first signal closes, and ends the process then; another one, once it is no echo of the first, ends it at once. */
export function endOnSignals({ signals, close, onFailure, exit }: EndingOptions): void {
  let firstAt: number | undefined

  async function end(): Promise<void> {
    try {
      await close()
      exit(0)
    } catch (error) {
      onFailure(error)
      exit(1)
    }
  }

  for (const [signal, number] of Object.entries(SIGNALS)) {
    signals.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = performance.now()
        void end()
      } else if (performance.now() - firstAt > SAME_PRESS) exit(128 + number)
    })
  }
}
