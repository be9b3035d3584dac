import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { isRecord, parseJson } from '../protocol/message.js'

// It is asked for by name, since the built files are laid out as the build likes.
const findManifest = () => createRequire(import.meta.url).resolve('bx24-events/package.json')

/** The folder that this package is installed in. */
export function findOwnPackage(): string {
  return dirname(findManifest())
}

/** The version of this package. */
export async function readOwnVersion(): Promise<string> {
  const manifest = parseJson(await readFile(findManifest(), 'utf8'))
  if (isRecord(manifest) && typeof manifest.version === 'string') return manifest.version
  throw new Error(`${findManifest()} has no version.`)
}
