import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createInbox, type Inbox } from './inbox.js'
import type { PackedPackage } from './packed-package.js'

/** The command `bx24-portal` of the package that was packed and installed, while it runs. */
export interface RunningCommand {
  /** Where its portal is. */
  readonly url: string
  /** What it says on its standard output. */
  readonly lines: Inbox<string>
  /** What it says on its standard error. */
  readonly notes: Inbox<string>
  /** Reads nothing more of what it says: its outputs lead nowhere from then on. */
  stopReading(): void
  signal(name: NodeJS.Signals): void
  /** Resolves to its status once it has ended; null: by a signal. */
  readonly ended: Promise<number | null>
  /** Ends it where it still runs. */
  close(): Promise<void>
}

export interface CommandOptions {
  /** The program that runs it, and what that is given first. Default: Node, and the command's file. */
  readonly program?: readonly [string, ...string[]]
}

/** Starts it, and waits until its portal is up. Rejects with what it said where it ends before that. */
export async function startCommand(
  { consumer }: PackedPackage,
  parameters: readonly string[],
  { program = commandOf(consumer) }: CommandOptions = {},
): Promise<RunningCommand> {
  const [name, ...first] = program
  const child = spawn(name, [...first, ...parameters, '--port', '0'], {
    cwd: consumer,
    // A group of its own, to which a terminal would send a Ctrl-C.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [lines, notes] = [createInbox<string>(), createInbox<string>()]
  createInterface(child.stdout).on('line', lines.push)
  createInterface(child.stderr).on('line', notes.push)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const isUp = lines.next((line) => line.startsWith('The portal is at'))
  const firstLine = await Promise.race([isUp, ended])
  const url = typeof firstLine === 'string' ? /http:\S+/.exec(firstLine)?.[0] : undefined
  if (url === undefined) throw new Error(`The command ended:\n${notes.all.join('\n')}`)
  const signal = (sent: NodeJS.Signals) => void process.kill(-(child.pid ?? 0), sent)
  return {
    ...{ url, lines, notes, signal, ended },
    stopReading() {
      child.stdout.destroy()
      child.stderr.destroy()
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) signal('SIGKILL')
      await ended
    },
  }
}

/** How the command is called by a program that does without npx. */
export function commandOf(consumer: string): [string, string] {
  return [process.execPath, join(consumer, 'node_modules/bx24-events/dist/cli.js')]
}
