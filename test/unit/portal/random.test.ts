import { expect, it } from 'vitest'
import { randomSecret, systemRandom } from '../../../src/portal/random.js'

it('gives another secret each time, of 32 digits', () => {
  const secrets = Array.from({ length: 1000 }, () => randomSecret(systemRandom))
  expect(new Set(secrets).size).toBe(1000)
  for (const secret of secrets) expect(secret).toMatch(/^[\da-f]{32}$/)
})

it.each([1, 16, 4096, 5000, 20_000])('fills all of %i bytes', (length) => {
  const seen = new Uint8Array(length)
  // A byte is 0 by chance one time in 256.
  for (let round = 0; round < 20; round++) {
    const bytes = systemRandom(new Uint8Array(length))
    for (const [index, byte] of bytes.entries()) seen[index] = (seen[index] ?? 0) | byte
  }
  expect(seen.every((byte) => byte > 0)).toBe(true)
})
