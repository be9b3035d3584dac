import type { CommandProcess } from './run-command.js'

/**
 * Goes on where what the command says reaches nobody: the pager that it was piped to has ended, or the disk of its log is full. Apps
 * may be at work in the portal. All but the first is told by the status, and on the standard error, as far as that can be written.
 */
export function outliveReaders(process: Pick<CommandProcess, 'stdout' | 'stderr' | 'exitCode'>): void {
  const { stdout, stderr } = process
  for (const output of [stdout, stderr]) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return
      process.exitCode = 1
      if (output === stdout) stderr.write(`bx24-portal: ${error.message}\n`)
    })
  }
}
