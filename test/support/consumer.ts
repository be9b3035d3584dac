import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'vite'
import type { PackedPackage } from './packed-package.js'
import { type Finished, repository, runToEnd, runTool } from './run.js'

export interface ProjectOptions {
  /** Name of the project's folder. */
  readonly name: string
  /** What its `main.ts` says. */
  readonly code: string
  /** Packages of `@types` that it has installed. Default: none. */
  readonly types?: readonly string[]
  /** Default: false, as strict as a user's project can be, so that our declarations are checked too. */
  readonly skipLibCheck?: boolean
}

/** Writes a project as a user of the package would have it: a page and one module. Gives its folder. */
export async function writeProject(packed: PackedPackage, options: ProjectOptions): Promise<string> {
  const folder = join(packed.consumer, options.name)
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: options.skipLibCheck ?? false,
    // TypeScript's own take longest, and are no matter of ours.
    skipDefaultLibCheck: true,
    target: 'es2022',
    lib: ['es2022', 'DOM', 'DOM.Iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: options.types ?? [],
    typeRoots: [join(repository, 'node_modules/@types')],
  }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['main.ts'] }))
  await writeFile(join(folder, 'index.html'), page)
  await writeFile(join(folder, 'main.ts'), options.code)
  return folder
}

/** Type-checks a project with this repository's TypeScript. */
export function checkTypes(folder: string): Promise<Finished> {
  return runTool('tsc', ['--project', folder])
}

/** Type-checks a project with the TypeScript that attw brings, which is of before 5.7. */
export function checkTypesByOlder(folder: string): Promise<Finished> {
  const attw = createRequire(import.meta.url).resolve('@arethetypeswrong/core')
  const compiler = createRequire(attw).resolve('typescript/bin/tsc')
  return runToEnd(process.execPath, [compiler, '--project', folder])
}

/** Builds a project with Vite as it comes; gives the folder of the built page. */
export async function buildProject(folder: string): Promise<string> {
  await build({ configFile: false, root: folder, base: './', logLevel: 'warn' })
  return join(folder, 'dist')
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>App</title>
    <script type="module" src="./main.ts"></script>
  </head>
  <body></body>
</html>
`
