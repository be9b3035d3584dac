import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { codeOf } from './code-of.js'
import { failedWrite } from './failed-write.js'

/**
 * Keeps other portals from a file: each would deliver what waits in it, and write over what the other one has changed. It is a file
 * beside that, with the number of the process that has it, and when that started, where the system tells. One that is dead has
 * nothing any more.
 */
export interface StateLock {
  /** Lets go of it. Twice does no harm. */
  release(): void
}

/**
 * What the locks of this process say; a thread of its own has others. It counts where no start of a process is known: a number comes
 * back, and a container's process has the same one each time.
 */
const ours = new Set<string>()

/**
 * Throws an `Error` that says who has the file already, or why there can be no lock. All in one go: of two starts in one process
 * none comes between what the other one reads and what it does.
 */
export function lockState(path: string): StateLock {
  // A link is another name for the same file.
  const lock = `${existsSync(path) ? realpathSync(path) : path}.lock`
  const content = [process.pid, readStart(process.pid), randomUUID()].join(' ')
  ours.add(content)
  try {
    const other = take(lock, content)
    if (other !== undefined) throw new Error(describeOther(path, lock, other))
  } catch (error) {
    ours.delete(content)
    throw codeOf(error) === undefined ? error : failedWrite(path, error)
  }
  return {
    release() {
      ours.delete(content)
      if (read(lock) === content) rmSync(lock, { force: true })
    },
  }
}

/** Others that start meanwhile come and go; what is there all the time, and can't be read, is no lock. */
const MOST_TRIES = 100

/** Answers with the lock of another one who has it. */
function take(lock: string, content: string): string | undefined {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      writeFileSync(lock, content, { flag: 'wx', mode: 0o600 })
      return undefined
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        // It may have been made, and not been written: a full disk.
        if (content.startsWith(read(lock) ?? '-')) rmSync(lock, { force: true })
        throw error
      }
    }
    const found = read(lock)
    if (found === undefined) continue
    if (isHeld(found)) return found
    removeStale(lock, found)
  }
  throw new Error(`state: ${lock} can be neither read nor made anew: delete it.`)
}

/** Another process may do so at the same time, and have its own lock there by now: that one goes back. */
function removeStale(lock: string, stale: string): void {
  const aside = `${lock}.${randomUUID()}`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (read(aside) === stale) rmSync(aside, { force: true })
  else renameSync(aside, lock)
}

function isHeld(content: string): boolean {
  const { pid, start } = readHolder(content)
  // It is being written, perhaps.
  if (pid === undefined) return true
  const startNow = readStart(pid)
  if (start !== '' && startNow !== '') return start === startNow
  return pid === process.pid ? ours.has(content) : isAlive(pid)
}

function readHolder(content: string): { pid?: number; start: string } {
  const [, pid, start = ''] = /^([1-9]\d*) (?:(\d+) )?/.exec(content) ?? []
  return pid === undefined ? { start } : { pid: Number(pid), start }
}

/** When a process started, in the machine's own count; empty where the system does not tell. Source: proc(5), field 22. */
function readStart(pid: number): string {
  try {
    const [, fields = ''] = /^.*\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return fields.split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // That of another user.
    return codeOf(error) === 'EPERM'
  }
}

function describeOther(path: string, lock: string, content: string): string {
  const { pid } = readHolder(content)
  const holder = pid === undefined ? 'another portal' : `another portal, of process ${pid}`
  return `state: ${path} is kept by ${holder}: end that one, or name another file. If there is none, delete ${lock}.`
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
