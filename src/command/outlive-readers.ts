import type { EventEmitter } from 'node:events'

/**
 * Goes on where nobody reads any more what the command says, as when the pager that it was piped to has ended: apps may be at work
 * in the portal. Anything else that is wrong with an output is thrown as before.
 */
export function outliveReaders(outputs: readonly Pick<EventEmitter, 'on'>[]): void {
  for (const output of outputs) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}
