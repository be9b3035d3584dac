import { codeOf } from './code-of.js'

/** Tells a fault of the portal in its own output. That somebody has broken off what he was sending is none. */
export function tellFault(error: unknown): void {
  if (codeOf(error) !== 'ECONNRESET') console.error(error)
}
