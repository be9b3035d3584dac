// Runs a TypeScript file with the project's aliases: Node 20 alone can't, and Vite is here anyway.
// Vite's runner closes once the file has been evaluated, so a file does its work in top-level awaits.
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const [file] = process.argv.slice(2)
if (file === undefined) {
  throw new Error('Which file? Call it like this: node test/support/run-typescript.js FILE.ts')
}
await runnerImport(resolve(file), {
  // The package has its own name among those that it can import: that would be what was built last.
  resolve: { tsconfigPaths: true, noExternal: [/^bx24-events/] },
})
