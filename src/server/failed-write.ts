import { dirname } from 'node:path'
import { codeOf } from './code-of.js'
import { messageOf } from './message-of.js'

/** Says why a state could not be written. What is written is a file of another name beside it, which nobody need hear of. */
export function failedWrite(path: string, cause: unknown): Error {
  const isMissing = codeOf(cause) === 'ENOENT'
  const reason = isMissing
    ? `there is no folder ${dirname(path)}`
    : messageOf(cause).replace(/, \w+ '.*/s, '')
  return new Error(`state: ${path} could not be written: ${reason}`, { cause })
}
