import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Portal } from '../portal/portal.js'
import { type PortalSnapshot, readSnapshot } from '../portal/snapshot.js'
import { parseJson } from '../protocol/message.js'
import { messageOf } from './message-of.js'

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
    return readSnapshot(parseJson(text))
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
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new Error(`state: ${path} can't be read: ${messageOf(cause)}`, { cause })
  }
}

export interface KeepStateOptions {
  path: string
  portal: Portal
  /** Told where the state could not be written. What changes later is tried anew. */
  note: (text: string) => void
}

/** The state of a portal, in a file that is at each moment a whole one, be it the old or the new. */
export interface KeptState {
  /** Says that something may have changed. All that changes in one turn is written together. */
  touch(): void
  /** Writes it for the last time. Rejects where that fails. */
  close(): Promise<void>
}

/** Writes the state at once, and after each change. Rejects where the file can't be written. */
export async function keepState({ path, portal, note }: KeepStateOptions): Promise<KeptState> {
  // Loaded where it is needed: it leaves a global behind.
  const { default: writeFileAtomic } = await import('write-file-atomic')
  let written: string | undefined
  let isDirty = true
  let writing: Promise<void> | undefined
  let timer: NodeJS.Immediate | undefined
  let toldFailure: string | undefined
  let isClosed = false

  async function writeAll(): Promise<void> {
    while (isDirty) {
      isDirty = false
      const text = `${JSON.stringify(portal.snapshot())}\n`
      if (text === written) continue
      await writeFileAtomic(path, text, { mode: MODE })
      written = text
      toldFailure = undefined
    }
  }

  /** One write at a time: what changes meanwhile is written after it. */
  async function flush(): Promise<void> {
    clearImmediate(timer)
    timer = undefined
    writing ??= writeAll().finally(() => {
      writing = undefined
    })
    try {
      await writing
    } catch (cause) {
      isDirty = true
      throw new Error(`state: ${path} could not be written: ${describeFailedWrite(path, cause)}`, { cause })
    }
  }

  async function flushLater(): Promise<void> {
    try {
      await flush()
    } catch (error) {
      const text = `${messageOf(error)}. What changes is lost if the portal ends now.`
      if (text !== toldFailure) note(text)
      toldFailure = text
    }
  }

  function touch(): void {
    isDirty = true
    if (!isClosed) timer ??= setImmediate(flushLater)
  }

  await flush()
  const unsubscribe = portal.subscribe(touch)

  return {
    touch,
    async close() {
      isClosed = true
      unsubscribe()
      isDirty = true
      await flush()
    },
  }
}

/** It is written to a file of another name beside it first, which nobody need hear of. */
function describeFailedWrite(path: string, cause: unknown): string {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  return isMissing ? `there is no folder ${dirname(path)}` : messageOf(cause).replace(/, \w+ '.*/s, '')
}
