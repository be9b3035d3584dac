import { dirname, join } from 'node:path'
import { codeOf } from './code-of.js'
import { messageOf } from './message-of.js'

/** Says why a state could not be written. What is written is a file of another name beside it, which nobody need hear of. */
export function failedWrite(path: string, cause: unknown): Error {
  return new Error(`state: ${path} could not be written: ${describeReason(path, cause)}`, { cause })
}

/** Whether it says that what was to be written is longer than a text can be. */
export function isTooLong(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof RangeError
}

export function describeFolder(path: string): string {
  return `it is a folder. Name a file, such as ${join(path, 'portal.json')}`
}

function describeReason(path: string, cause: unknown): string {
  if (cause instanceof RangeError)
    return 'it is longer than a text can be. What waits is never left out: let its handlers answer, or unbind them'
  if (/[/\\]$/.test(path)) return describeFolder(path)
  if (codeOf(cause) === 'ENOENT') return `there is no folder ${dirname(path)}`
  return messageOf(cause).replace(/, \w+ '.*/s, '')
}
