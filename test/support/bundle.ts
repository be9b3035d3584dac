import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export interface Bundle {
  readonly code: string
  /** Bytes of the code under gzip, level 9. */
  readonly gzipBytes: number
  /** What the bundle still imports from elsewhere. */
  readonly imports: readonly string[]
  /** Source files, by their path in the repository, that the bundle holds code of. */
  readonly sources: readonly string[]
  /** How many bytes of the code each file that was bundled has brought in, by its path. */
  readonly shares: ReadonlyMap<string, number>
}

/** Bundles a piece of code as a user's build for browsers would: esbuild, minified, es2022. `folder` is where its imports start. */
export async function bundle(contents: string, folder: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    external: ['node:*'],
    metafile: true,
    sourcemap: 'external',
    outfile: 'bundle.js',
    write: false,
  })
  const textOf = (ending: string) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? ''
  const code = textOf('.js')
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
  const { sources } = JSON.parse(textOf('.map')) as { sources: string[] }
  return {
    code,
    gzipBytes: gzipSync(code, { level: 9 }).length,
    imports: Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path)),
    shares: new Map(inputs.map(([path, { bytesInOutput }]) => [path, bytesInOutput])),
    sources: sources.map((source) => source.match(/src\/.*/)?.[0]).filter((source) => source !== undefined),
  }
}
