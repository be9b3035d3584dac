import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from './run.js'

const path = join(repository, 'README.md')

/** The code of the fenced block that follows `<!-- example:NAME -->` in README.md. */
export async function readExample(name: string): Promise<string> {
  const marker = `<!-- example:${name} -->`
  const [, after] = (await readFile(path, 'utf8')).split(marker)
  const code = after?.match(/^```\w+\n(.*?)^```$/ms)?.[1]
  if (code === undefined) throw new Error(`README.md has no block of code after ${marker}`)
  return code
}

/** The number of bytes that README.md states as `<!-- size:NAME -->N bytes`. */
export async function readStatedSize(name: string): Promise<number> {
  const marker = `<!-- size:${name} -->`
  const [, after] = (await readFile(path, 'utf8')).split(marker)
  const digits = after?.match(/^\s*([\d,]+) bytes/)?.[1]
  if (digits === undefined) throw new Error(`README.md has no number of bytes after ${marker}`)
  return Number(digits.replaceAll(',', ''))
}
