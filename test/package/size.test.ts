import { expect, inject, it } from 'vitest'
import { bundle } from '../support/bundle.js'
import { readStatedSize } from '../support/readme.js'
import { repository } from '../support/run.js'

const { consumer } = inject('packedPackage')
const clientLimit = 7_120

/** The parts of the client, and the modules that are theirs alone. */
const PARTS = {
  http: /\/(calls|call|order|message-route|rest-route|take-reply|pace|rest-request|form)\.ts$/,
  sync: /\/sync-\w+\.ts$/,
}

const wholeClient = () => bundle(`export * from 'bx24-events'`, consumer)

it(`has a client of at most ${clientLimit} bytes, and README.md states its size`, async () => {
  const { gzipBytes } = await wholeClient()
  expect(gzipBytes).toBeLessThanOrEqual(clientLimit)
  expect(await readStatedSize('client')).toBe(gzipBytes)
})

it.each(Object.entries(PARTS))('has a part %s, whose share README.md states', async (part, modules) => {
  const { gzipBytes } = await wholeClient()
  const { code, shares } = await bundle(`export * from './src/index.js'`, repository)
  const own = [...shares].filter(([path]) => modules.test(path)).map(([, bytes]) => bytes)
  const share = own.reduce((sum, bytes) => sum + bytes, 0) / code.length
  expect(share).toBeGreaterThan(0)
  // Rounded, as only the whole can be measured exactly.
  expect(await readStatedSize(part)).toBe(Math.round((share * gzipBytes) / 100) * 100)
})

it('has a client that needs nothing else, and nothing of the portal', async () => {
  const { imports, sources } = await wholeClient()
  expect(imports).toEqual([])
  expect(sources).toContain('src/client/bx24.ts')
  expect(sources.filter((source) => !/^src\/(client|protocol)\/|^src\/index\.ts$/.test(source))).toEqual([])
})

it.each(['portal', 'testing'])('has an entry %s that runs in browsers as it is', async (entry) => {
  const { imports, sources } = await bundle(`export * from 'bx24-events/${entry}'`, consumer)
  expect(imports).toEqual([])
  expect(sources.some((source) => source.startsWith('src/portal/'))).toBe(true)
  expect(sources.filter((source) => source.startsWith('src/server/'))).toEqual([])
})

it('needs Node for the server only', async () => {
  const { imports } = await bundle(`export * from 'bx24-events/server'`, consumer)
  expect(imports.every((path) => path.startsWith('node:'))).toBe(true)
  expect(imports).not.toEqual([])
})

it('lets a bundler drop what is not used', async () => {
  const whole = await wholeClient()
  const errorAlone = await bundle(`export { BX24Error } from 'bx24-events'`, consumer)
  expect(whole.code).toContain('postMessage')
  expect(errorAlone.code).toContain('BX24Error')
  expect(errorAlone.code).not.toContain('postMessage')
  expect(errorAlone.gzipBytes).toBeLessThan(whole.gzipBytes / 4)
})
