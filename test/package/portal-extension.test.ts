import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { expect, inject, it } from 'vitest'
import { readStatedSize } from '../support/readme.js'

const { installed } = inject('packedPackage')
const path = join(installed, 'dist/bx24-events.portal-extension.js')
const script = await readFile(path, 'utf8')
const limit = 1_500

it(`has a script for portals of at most ${limit} bytes, and README.md states its size`, async () => {
  const { length } = gzipSync(script, { level: 9 })
  expect(length).toBeLessThanOrEqual(limit)
  expect(await readStatedSize('portal-extension')).toBe(length)
})

it('has nothing in it of the client and of the simulated portal', async () => {
  const map = JSON.parse(await readFile(`${path}.map`, 'utf8')) as { sources: string[] }
  const sources = map.sources.map((source) => source.match(/src\/.*/)?.[0] ?? source)
  expect(sources).toContain('src/portal-extension.ts')
  expect(sources.filter((source) => !/^src\/(portal-extension|protocol)[/.]/.test(source))).toEqual([])
})

/** Runs the script in a page's place, as bare as can be; what it told in the console. */
function load(globals: Record<string, unknown>): unknown[] {
  const told: unknown[] = []
  const page: Record<string, unknown> = { ...globals, console: { error: (text: unknown) => told.push(text) } }
  page.window = page
  const before = Object.keys(page)
  createContext(page)
  runInContext(script, page)
  expect(Object.keys(page)).toEqual(before)
  return told
}

it('leaves nothing in a page but the commands', () => {
  const prototype = {}
  const AppLayout = { initializePlacement: () => ({ prototype }) }
  expect(load({ BX: { rest: { AppLayout } } })).toEqual([])
  expect(Object.keys(prototype).sort()).toEqual(['callBind', 'callMethod', 'callUnbind'])
})

it('only says so in a page without apps', () => {
  expect(load({})).toEqual([expect.stringContaining('applayout')])
})
