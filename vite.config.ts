import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const projectRoot = import.meta.dirname

function inProject(path: string): string {
  return join(projectRoot, path)
}

/**
 * `vite build` builds the package and the host page, `vite` serves the sample app, `vitest` tests.
 * tsconfig.json says which source file each `bx24-events/...` stands for.
 */
export default defineConfig(({ command }) => ({
  // Vite lays a page out relative to its root, and each command has one page.
  root: inProject(command === 'build' ? 'demo/portal' : 'demo/app'),
  base: command === 'build' ? './' : '/',
  resolve: { tsconfigPaths: true },
  server: { host: '127.0.0.1', port: 5173 },
  build: { target: 'es2022', sourcemap: true, outDir: inProject('dist') },
  environments: {
    /** All ES modules in one build, so that entries share their code instead of each holding a copy. */
    modules: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        emptyOutDir: true,
        copyPublicDir: false,
        license: { fileName: 'third-party-licenses.md' },
        rolldownOptions: {
          input: {
            index: inProject('src/index.ts'),
            portal: inProject('src/portal.ts'),
            server: inProject('src/server.ts'),
            testing: inProject('src/testing.ts'),
          },
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
        },
      },
    },
    scriptTag: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: inProject('src/global.ts'),
          output: { format: 'iife', entryFileNames: 'bx24-events.global.js' },
        },
      },
    },
    /** The host page: Vite's name for the environment of pages. */
    client: {
      build: { outDir: inProject('dist/host-page'), emptyOutDir: true },
    },
  },
  builder: {
    async buildApp({ environments, build }) {
      const { modules, scriptTag, client } = environments
      // In this order: the first one empties dist.
      for (const environment of [modules, scriptTag, client]) {
        if (environment) await build(environment)
      }
    },
  },
  test: {
    root: projectRoot,
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], exclude: ['**/*.dom.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'unit-dom', include: ['test/unit/**/*.dom.test.ts'], environment: 'happy-dom' },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['test/contract/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: 'test/support/packed-package.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
}))
