import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { expect, inject, it } from 'vitest'
import { runTool } from '../support/run.js'

const { tarball, installed } = inject('packedPackage')

it('gives publint nothing to say', async () => {
  const { buffer } = new Uint8Array(await readFile(tarball))
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
})

it('has types that resolve for every entry in an ES module', async () => {
  const checked = await runTool('attw', [tarball, '--profile=esm-only', '--format=ascii', '--no-color'])
  expect(checked.status, checked.output + checked.errors).toBe(0)
  expect(checked.output).toContain('bx24-events/testing')
})

// Parcel, as it comes, and TypeScript's older way to find modules do not read `exports`.
it('gives tools that do not read exports the client too', async () => {
  const { main, types, exports } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  expect({ default: main, types }).toEqual(exports['.'])
})

it('depends on nothing at run time', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: 'bx24-events' })
  for (const field of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies']) {
    expect(manifest).not.toHaveProperty(field)
  }
})
