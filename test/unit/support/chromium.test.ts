import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ensureChromium, findChromium, type Installer } from '../../support/chromium.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bx24-events-chromium-'))
  vi.spyOn(console, 'error').mockReturnValue()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

async function place(name: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, '')
  return path
}

it('finds the first one in PATH', async () => {
  const path = await place('chromium')
  expect(findChromium({ PATH: ['/no-such-folder', folder].join(delimiter) })).toBe(path)
})

it('prefers the one that CHROMIUM_PATH names, and refuses one that is not there', async () => {
  await place('chromium')
  const chosen = await place('my-browser')
  expect(findChromium({ PATH: folder, CHROMIUM_PATH: chosen })).toBe(chosen)
  const missing = join(folder, 'missing')
  expect(() => findChromium({ PATH: folder, CHROMIUM_PATH: missing })).toThrow(`CHROMIUM_PATH is ${missing}`)
})

it('installs one where there is none, by the first way that works', async () => {
  let path: string | undefined
  const tried: string[] = []
  const createInstaller = (command: string, install: () => Promise<void>, possible = true): Installer => ({
    command,
    isPossible: () => possible,
    install() {
      tried.push(command)
      return install()
    },
  })
  const installers = [
    createInstaller('impossible here', async () => undefined, false),
    createInstaller('fails', () => Promise.reject(new Error('offline'))),
    createInstaller('works', async () => {
      path = await place('chromium')
    }),
    createInstaller('not needed any more', async () => undefined),
  ]

  expect(await ensureChromium(() => path, installers)).toBe(join(folder, 'chromium'))
  expect(tried).toEqual(['fails', 'works'])
  expect(vi.mocked(console.error).mock.calls.join('\n')).toContain('Installing one: works')

  expect(await ensureChromium(() => path, installers)).toBe(path)
  expect(tried).toEqual(['fails', 'works'])
})

it('says how to get one by hand where no way works', async () => {
  const installer: Installer = {
    command: 'download it',
    isPossible: () => true,
    install: () => Promise.reject(new Error('offline')),
  }
  const ensured = ensureChromium(() => undefined, [installer])
  await expect(ensured).rejects.toThrow(/download it: offline\n.*CHROMIUM_PATH/)
})
