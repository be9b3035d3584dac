import { readFile } from 'node:fs/promises'
import { type Clock, systemClock } from '../portal/clock.js'
import type { Portal } from '../portal/portal.js'
import { type PortalSnapshot, readSnapshot } from '../portal/snapshot.js'
import { parseJson } from '../protocol/message.js'
import { codeOf } from './code-of.js'
import { describeFolder, failedWrite, isTooLong } from './failed-write.js'
import { messageOf } from './message-of.js'
import { createPacedWork } from './paced-work.js'

/** It holds tokens that work: for its owner only. */
const MODE = 0o600

/**
 * Reads the state that a portal was kept in; `undefined`: there is no such file yet. Throws an `Error` that names the file and
 * says why, where it is no state that this version reads.
 */
export async function readStateFile(path: string): Promise<PortalSnapshot | undefined> {
  const text = await readText(path)
  if (text === undefined) return undefined
  try {
    const json = parseJson(text)
    if (json === undefined) throw new Error('it is no JSON')
    return readSnapshot(json)
  } catch (cause) {
    const remedy = 'It is left as it is: name another file, or move it away.'
    throw new Error(
      `state: ${path} holds no state that this version reads (${messageOf(cause)}). ${remedy}`,
      { cause },
    )
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    const reason = codeOf(cause) === 'EISDIR' ? describeFolder(path) : messageOf(cause)
    throw new Error(`state: ${path} can't be read: ${reason}`, { cause })
  }
}

export interface KeepStateOptions {
  path: string
  portal: Pick<Portal, 'snapshot' | 'subscribe'>
  /** Told where the state could not be written, which is tried again then, and when it could be. */
  note: (text: string) => void
  /** Default: the system's. */
  clock?: Clock
}

/** The state of a portal, in a file that is at each moment a whole one, be it the old or the new. */
export interface KeptState {
  /** Says that something may have changed. */
  touch(): void
  /** Writes it for the last time. Rejects where that fails, and can be tried again then; else nothing is written any more. */
  close(): Promise<void>
}

/** Of the ended ones; a log that only grows would make each write longer than the one before. */
const KEPT = { newestDeliveries: 1000, newestCharacters: 10_000_000 }

/**
 * Milliseconds from the end of a write to the next one. Each writes all, which is some 15 ms of work for a full log: in a storm of
 * changes the portal goes on with its work meanwhile. A portal that is killed loses so much at most, and what it was writing; more where
 * writing takes longer itself.
 */
const PAUSE = 200

/** Milliseconds after a write that failed. Somebody makes room on the disk, and nothing changes then that would be written. */
const RETRY = 5000

/** Writes the state at once, and after changes. Rejects where the file can't be written. */
export async function keepState(options: KeepStateOptions): Promise<KeptState> {
  const { path, portal, note, clock = systemClock } = options
  // Loaded where it is needed: it leaves a global behind.
  const { default: writeFileAtomic } = await import('write-file-atomic')
  let written: string | undefined
  let toldFailure: string | undefined
  let retry: unknown
  let isClosed = false

  async function write(): Promise<void> {
    try {
      const text = `${JSON.stringify(portal.snapshot(KEPT))}\n`
      if (text !== written) await writeFileAtomic(path, text, { mode: MODE })
      written = text
    } catch (cause) {
      throw failedWrite(path, cause)
    }
  }

  async function writeOrNote(): Promise<void> {
    clock.clearTimeout(retry)
    try {
      await write()
      if (toldFailure !== undefined) note(`The state is written to ${path} again.`)
      toldFailure = undefined
    } catch (error) {
      const text = `${messageOf(error)}. What changes is lost if the portal ends now.`
      if (text !== toldFailure) note(text)
      toldFailure = text
      // What is too long grows no shorter by itself, and takes seconds to be written out.
      if (!isTooLong(error)) retry = clock.setTimeout(writing.ask, RETRY)
    }
  }

  await write()
  const writing = createPacedWork({ work: writeOrNote, pause: PAUSE, clock })
  const unsubscribe = portal.subscribe(writing.ask)

  return {
    touch: writing.ask,
    async close() {
      unsubscribe()
      await writing.stop()
      clock.clearTimeout(retry)
      // The file may be another portal's by then.
      if (!isClosed) await write()
      isClosed = true
    },
  }
}
