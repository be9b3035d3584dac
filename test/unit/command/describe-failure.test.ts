import { createPortal } from 'bx24-events/portal'
import { expect, it } from 'vitest'
import { describeFailure } from '../../../src/command/describe-failure.js'
import { UsageError } from '../../../src/command/usage-error.js'

function catchError(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

it.each([
  ['a flag', new UsageError('--port: expected a number'), '--port'],
  [
    'an option of the portal',
    catchError(() => createPortal({ origin: 'http://localhost:1', baseDelay: -1 })),
    'baseDelay',
  ],
  [
    'an answer',
    catchError(() => createPortal({ origin: 'http://localhost:1', answers: { profile: 1 } })),
    'profile',
  ],
])('ends with 2 for %s that can not be taken', (_what, error, says) => {
  const { status, text } = describeFailure(error)
  expect(status).toBe(2)
  expect(text).toContain(says)
})

it.each([new TypeError('Cannot read properties of undefined'), new Error('failed'), 'failed'])(
  'ends with 1 for what failed: %s',
  (error) => expect(describeFailure(error).status).toBe(1),
)
