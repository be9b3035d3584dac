import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { ensureChromium } from '../support/chromium.js'
import { copyExamples } from '../support/examples.js'
import { repository, runToEnd } from '../support/run.js'

it('tests a page and its button with Playwright, as a user of the package does', async () => {
  const folder = await copyExamples(inject('packedPackage'), '@playwright/test')
  const playwright = join(repository, 'node_modules/@playwright/test/cli.js')
  const { status, output, errors } = await runToEnd(process.execPath, [playwright, 'test'], {
    folder,
    environment: { CHROMIUM_PATH: await ensureChromium(), NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  expect({ status, errors }, output).toEqual({ status: 0, errors: '' })
  expect(output).toContain('1 passed')
})
