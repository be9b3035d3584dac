import { InputError } from '../portal/input-error.js'
import { messageOf } from '../server/message-of.js'
import { FLAGS } from './flags.js'
import { UsageError } from './usage-error.js'

/** Why the command ends, and with which status: 2 for what it was given, 1 for what failed. */
export interface Failure {
  status: 1 | 2
  text: string
}

/** Says what went wrong. The errors of the portal say what to do about it, and which of its options is wrong. */
export function describeFailure(error: unknown): Failure {
  const isUsage = error instanceof UsageError || error instanceof InputError
  return { status: isUsage ? 2 : 1, text: nameFlag(messageOf(error)) }
}

/** Names the flag, as a person has written it, where the portal names its option: `--install-url: …`, not `app.installUrl: …`. */
export function nameFlag(text: string): string {
  const [named = '', option = '', part] = /^(?:app\.)?(\w+)(?:\.(.+?))?: /.exec(text) ?? []
  const flag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  if (!FLAGS.has(flag)) return text
  return `--${flag}: ${part === undefined ? '' : `${part}: `}${text.slice(named.length)}`
}
