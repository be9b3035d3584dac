import { cp, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PackedPackage } from './packed-package.js'
import { repository } from './run.js'

export const EXAMPLES = join(repository, 'demo/examples')

/** Copies the examples into a project that has installed the package, and there links what else they need. Gives their folder. */
export async function copyExamples({ consumer }: PackedPackage, needs: string): Promise<string> {
  const folder = join(consumer, `examples-with-${needs.replace(/\W+/g, '-')}`)
  const link = join(folder, 'node_modules', needs)
  await cp(EXAMPLES, folder, { recursive: true })
  await mkdir(dirname(link), { recursive: true })
  await symlink(join(repository, 'node_modules', needs), link, 'junction')
  return folder
}
