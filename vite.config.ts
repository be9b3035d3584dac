import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import type { EnvironmentOptions } from 'vite'
import { defineConfig } from 'vitest/config'
import { demoBackEnd } from './demo/server/plugin.js'

const projectRoot = import.meta.dirname

function inProject(path: string): string {
  return join(projectRoot, path)
}

/** All ES modules in one build, so that entries share their code instead of each holding a copy. Builds first: it empties dist. */
const modules: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true },
  // write-file-atomic is no ES module, and makes names for files of it.
  define: { __filename: 'import.meta.filename' },
  build: {
    emptyOutDir: true,
    copyPublicDir: false,
    license: { fileName: 'third-party-licenses.md' },
    rolldownOptions: {
      input: {
        index: inProject('src/index.ts'),
        portal: inProject('src/portal.ts'),
        server: inProject('src/server.ts'),
        cli: inProject('src/cli.ts'),
        testing: inProject('src/testing.ts'),
      },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
}

/** One file for a script tag. */
function script(entry: string, entryFileNames: string): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { input: inProject(entry), output: { format: 'iife', entryFileNames } },
    },
  }
}

const scriptTag = script('src/global.ts', 'bx24-events.global.js')
const portalExtension = script('src/portal-extension.ts', 'bx24-events.portal-extension.js')

const hostPage: EnvironmentOptions = {
  build: { outDir: inProject('dist/host-page'), emptyOutDir: true },
}

/**
 * `vite build` builds the package and the host page, `vite` serves the sample app, `vitest` tests.
 * tsconfig.json says which source file each `bx24-events/...` stands for.
 */
export default defineConfig(({ command, mode }) => ({
  // Vite lays a page out relative to its root, and each command has one page.
  root: inProject(command === 'build' ? 'demo/portal' : 'demo/app'),
  base: command === 'build' ? './' : '/',
  resolve: { tsconfigPaths: true },
  // Vitest's own servers need no demo; a dev server that a test starts does.
  plugins: mode === 'test' ? [] : [demoBackEnd()],
  server: { host: '127.0.0.1', port: 5173 },
  build: { target: 'es2022', sourcemap: true, outDir: inProject('dist') },
  // `client` is Vite's name for the environment of pages.
  environments: command === 'build' ? { modules, scriptTag, portalExtension, client: hostPage } : {},
  builder: {
    async buildApp({ environments, build }) {
      for (const name of ['modules', 'scriptTag', 'portalExtension', 'client']) {
        const environment = environments[name]
        if (environment !== undefined) await build(environment)
      }
      // npm does so where it installs the package, but not where a clone is linked.
      await chmod(inProject('dist/cli.js'), 0o755)
    },
  },
  test: {
    root: projectRoot,
    maxWorkers: '100%',
    // A limit for what hangs. On a busy machine the slowest test takes seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // `isolate: false` loads modules once for each worker, not for each file: tests clean up after themselves.
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: ['**/*.dom.test.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-dom',
          include: ['test/unit/**/*.dom.test.ts'],
          environment: 'happy-dom',
          setupFiles: 'test/support/clean-page.ts',
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['test/contract/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: 'test/support/packed-package.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/packed-package.ts', 'test/support/chromium-setup.ts'],
          // One browser at a time leaves a core for the servers that it talks to.
          fileParallelism: false,
        },
      },
    ],
  },
}))
