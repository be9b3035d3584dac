import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { codeOf } from './code-of.js'
import { failedWrite } from './failed-write.js'

/**
 * Keeps other portals from a file: each would deliver what waits in it, and write over what the other one has changed. It is a file
 * beside that, with the number of the process that has it. One that is dead has nothing any more.
 */
export interface StateLock {
  /** Lets go of it. Twice does no harm. */
  release(): void
}

/** What the locks of this process say. A number comes back: a container's process has the same one each time. */
const ours = new Set<string>()

/**
 * Throws an `Error` that says who has the file already, or why there can be no lock. All in one go: of two starts in one process
 * none comes between what the other one reads and what it does.
 */
export function lockState(path: string): StateLock {
  // A link is another name for the same file.
  const lock = `${existsSync(path) ? realpathSync(path) : path}.lock`
  const content = `${process.pid} ${randomUUID()}`
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
  const pid = readProcess(content)
  // It is being written, perhaps.
  if (pid === undefined) return true
  return pid === process.pid ? ours.has(content) : isAlive(pid)
}

function readProcess(content: string): number | undefined {
  const [, pid] = /^([1-9]\d*) /.exec(content) ?? []
  return pid === undefined ? undefined : Number(pid)
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
  const pid = readProcess(content)
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
