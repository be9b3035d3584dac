import { InputError } from '../portal/input-error.js'
import type { StartPortalOptions } from '../server/start-portal.js'
import { FLAGS } from './flags.js'
import { UsageError } from './usage-error.js'

/** Why the command ends, and with which status: 2 for what it was given, 1 for what failed. */
export interface Failure {
  status: 1 | 2
  text: string
}

/** Says what went wrong, and what to do about it. `options`: those that the portal was started with, if it came so far. */
export function describeFailure(error: unknown, options?: StartPortalOptions): Failure {
  if (!(error instanceof Error)) return { status: 1, text: String(error) }
  // The engine says which of its options is wrong.
  if (error instanceof UsageError || error instanceof InputError)
    return { status: 2, text: nameFlag(error.message) }
  return { status: 1, text: describeByCode(error, options) ?? nameFlag(error.message) }
}

/** Names the flag, as a person has written it, where the portal names the option of that name: `--state: …`, not `state: …`. */
export function nameFlag(text: string): string {
  const [, option = ''] = /^(\w+): /.exec(text) ?? []
  return FLAGS.has(option) ? `--${text}` : text
}

function describeByCode(error: Error, { port, host = 'localhost' }: Partial<StartPortalOptions> = {}) {
  switch ('code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} is taken, by another portal perhaps: end that, or choose another one with --port.`
    case 'EACCES':
      return `Port ${port} is not open to you: choose one above 1023 with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `--host: this machine has no address ${host}.`
    default:
      return undefined
  }
}
