import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { copyExamples, EXAMPLES } from '../support/examples.js'
import { readExample } from '../support/readme.js'
import { repository, runToEnd } from '../support/run.js'

it.each([
  ['unit-test', 'installer.test.ts'],
  ['browser-test', 'button.spec.ts'],
])("is the README's: %s", async (name, file) => {
  expect(await readExample(name)).toBe(await readFile(join(EXAMPLES, file), 'utf8'))
})

it('tests an installer without a browser, as a user of the package does', async () => {
  const folder = await copyExamples(inject('packedPackage'), 'vitest')
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs')
  const { status, output, errors } = await runToEnd(process.execPath, [vitest, 'run', 'installer.test'], {
    ...{ folder, environment: { NO_COLOR: '1', FORCE_COLOR: '0' } },
  })
  expect({ status, errors }, output).toEqual({ status: 0, errors: '' })
  expect(output).toMatch(/Tests\s+1 passed/)
})
