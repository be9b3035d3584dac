import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { outliveReaders } from '../../../src/command/outlive-readers.js'

/** An output that says why it can't be written, and what was written to it. */
function createOutput(error?: Error & { code?: string }) {
  const written: string[] = []
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!error) written.push(String(chunk))
      done(error)
    },
  })
  return { output: output as NodeJS.WriteStream & { fd: 1 & 2 }, written }
}

const failure = (code: string) => Object.assign(new Error(`${code}: write`), { code })

it.each([
  ['an output that nobody reads any more', failure('EPIPE'), { exitCode: undefined, told: [] }],
  ['the log on a full disk', failure('ENOSPC'), { exitCode: 1, told: ['bx24-portal: ENOSPC: write\n'] }],
])('goes on without %s', async (_what, error, { exitCode, told }) => {
  const [{ output: stdout }, { output: stderr, written }] = [createOutput(error), createOutput()]
  const process = { stdout, stderr, exitCode: undefined }
  outliveReaders(process)
  await new Promise((resolve) => stdout.write('The portal is at', resolve))
  await expect.poll(() => process.exitCode).toBe(exitCode)
  expect(written).toEqual(told)
})

it('goes on where neither of them can be written', async () => {
  const [stdout, stderr] = [createOutput(failure('ENOSPC')).output, createOutput(failure('ENOSPC')).output]
  const process = { stdout, stderr, exitCode: undefined }
  outliveReaders(process)
  await new Promise((resolve) => stdout.write('The portal is at', resolve))
  await expect.poll(() => [stdout.destroyed, stderr.destroyed]).toEqual([true, true])
  expect(process.exitCode).toBe(1)
})
