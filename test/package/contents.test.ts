import { cp, readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { beforeAll, expect, inject, it } from 'vitest'
import { repository, run } from '../support/run.js'

const { folder, installed } = inject('packedPackage')
const tarballLimit = 250_000

const needed = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'package.json',
  'dist/bx24-events.global.js',
  'dist/bx24-events.global.js.map',
  'dist/bx24-events.portal-extension.js',
  'dist/bx24-events.portal-extension.js.map',
  'dist/cli.js',
  'dist/host-page/index.html',
  'dist/third-party-licenses.md',
  ...['index', 'portal', 'server', 'testing'].flatMap((entry) => [`dist/${entry}.js`, `dist/${entry}.d.ts`]),
]
const allowed = [
  /^dist\/\w+\.js\.map$/,
  /^dist\/chunks\/[\w-]+\.js(\.map)?$/,
  /^dist\/([\w-]+\/)*[\w-]+\.d\.ts$/,
  /^dist\/host-page\/assets\/[\w.-]+$/,
]

let files: string[]

beforeAll(async () => {
  const entries = await readdir(installed, { recursive: true, withFileTypes: true })
  files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(installed, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
})

it('holds what a user needs, and nothing else', () => {
  expect(files).toEqual(expect.arrayContaining(needed))
  const others = files.filter((file) => !needed.includes(file))
  expect(others.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([])
})

// Vite leaves a reference to a file that it can't find as it is, and only warns.
it('holds every file that the host page refers to', async () => {
  const page = await readFile(join(installed, 'dist/host-page/index.html'), 'utf8')
  const references = [...page.matchAll(/(?:src|href)="(?!data:)(?:\.\/)?([^"]+)"/g)]
  expect(references).not.toEqual([])
  const missing = references
    .map(([, path]) => `dist/host-page/${path}`)
    .filter((path) => !files.includes(path))
  expect(missing).toEqual([])
})

it(`takes at most ${tarballLimit} bytes, source maps not counted`, async () => {
  const withoutMaps = join(folder, 'without-maps')
  await cp(installed, withoutMaps, { recursive: true, filter: (file) => !file.endsWith('.map') })
  await run('npm', ['pack', '--ignore-scripts'], { folder: withoutMaps })
  const [tarball = 'no tarball'] = (await readdir(withoutMaps)).filter((file) => file.endsWith('.tgz'))
  expect((await stat(join(withoutMaps, tarball))).size).toBeLessThanOrEqual(tarballLimit)
})

it('names each package that it bundles, with the whole text of its licence', async () => {
  const licences = await readFile(join(installed, 'dist/third-party-licenses.md'), 'utf8')
  const bundled = await findBundledPackages()
  expect([...bundled]).toEqual(
    expect.arrayContaining(['node_modules/@hono/node-server', 'node_modules/hono']),
  )
  for (const folder of bundled) {
    const { name, version } = await readManifest(join(repository, folder))
    expect(licences).toContain(`## ${name} - ${version}`)
    expect(licences).toContain(await readLicence(join(repository, folder)))
  }
})

/** The source maps tell which packages the built files were made of. */
async function findBundledPackages(): Promise<Set<string>> {
  const maps = await Promise.all(
    files.filter((file) => file.endsWith('.map')).map((file) => readFile(join(installed, file), 'utf8')),
  )
  const sources = maps.flatMap((map) => (JSON.parse(map) as { sources: string[] }).sources)
  const folders = sources.map(
    (source) =>
      source.match(/node_modules\/.*node_modules\/(@[^/]+\/)?[^/]+|node_modules\/(@[^/]+\/)?[^/]+/)?.[0],
  )
  return new Set(folders.filter((folder) => folder !== undefined))
}

async function readManifest(folder: string): Promise<{ name: string; version: string }> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name: string; version: string }
}

async function readLicence(folder: string): Promise<string> {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e(\.\w+)?$/i.test(name))
  if (file === undefined) throw new Error(`${folder} has no licence file, and it is bundled`)
  return (await readFile(join(folder, file), 'utf8')).trim()
}

it('has a command that runs in a linked clone too', async () => {
  expect((await stat(join(repository, 'dist/cli.js'))).mode & 0o111).toBe(0o111)
})
