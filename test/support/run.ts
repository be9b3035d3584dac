import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface Finished {
  /** Exit status; null where a signal ended the process. */
  readonly status: number | null
  readonly output: string
  readonly errors: string
}

export interface RunOptions {
  readonly folder?: string
  /** Milliseconds after which the process is ended. Default: no limit. */
  readonly timeout?: number
  /** What is added to the environment. */
  readonly environment?: Readonly<Record<string, string>>
}

export const repository = resolve(import.meta.dirname, '../..')

// On Windows npm is a batch file, which only a shell can start.
const shell = process.platform === 'win32'

/** Runs a command to its end and gives what it printed, whatever its status. Rejects where it can't be started. */
export function runToEnd(
  command: string,
  parameters: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd: options.folder,
      timeout: options.timeout,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: shell && command === 'npm',
    })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output, errors }))
  })
}

/** Runs a command that must succeed; rejects with all that it printed where it does not. */
export async function run(
  command: string,
  parameters: readonly string[],
  options?: RunOptions,
): Promise<string> {
  const { status, output, errors } = await runToEnd(command, parameters, options)
  if (status !== 0)
    throw new Error(`${command} ${parameters.join(' ')} ended with status ${status}\n${output}${errors}`)
  return output
}

/** Runs the command of one of this project's development dependencies, in the repository's folder. */
export function runTool(name: string, parameters: readonly string[]): Promise<Finished> {
  return runToEnd('npm', ['exec', '--offline', '--', name, ...parameters], { folder: repository })
}

/** Runs a command that must succeed and shows on standard error what it prints, while it runs. */
export function runAside(command: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: ['ignore', process.stderr, process.stderr] })
    child.once('error', reject)
    child.once('exit', (status) => {
      if (status === 0) resolve()
      else reject(new Error(`${command} ended with status ${status}`))
    })
  })
}
