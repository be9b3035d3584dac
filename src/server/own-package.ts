import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const ENTRY = 'bx24-events/package.json'

/** The folder that this package is installed in. It is asked for by name, since the built files are laid out as the build likes. */
export function findOwnPackage(): string {
  return dirname(createRequire(import.meta.url).resolve(ENTRY))
}
