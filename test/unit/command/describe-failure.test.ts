import { createPortal } from 'bx24-events/portal'
import { startPortal } from 'bx24-events/server'
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

it.each([
  ['answers', { answers: { profile: 1 } }, '--answers: profile is a method that the portal has itself'],
  [
    'forward',
    { forward: { 'http://a.example/path': 'http://127.0.0.1:1' } },
    '--forward: expected an origin',
  ],
  ['an option without a flag', { load: -1 }, 'load: expected'],
])('names the flag where the portal names its option: %s', (_what, options, says) => {
  const error = catchError(() => createPortal({ origin: 'http://localhost:1', ...options }))
  expect(describeFailure(error).text.startsWith(says)).toBe(true)
})

it('names the flag of an option of the app', async () => {
  const app = { title: 'App', url: 'http://127.0.0.1:3000/', placementOptions: nest(66) }
  const error = await startPortal({ port: 0, app }).catch((error: unknown) => error)
  expect(describeFailure(error).text).toMatch(/^--placement-options: expected no more than/)
})

it('names the flag, and which of its answers it is', () => {
  const options = { origin: 'http://localhost:1', answers: { 'crm.deal.list': nest(66) } }
  expect(describeFailure(catchError(() => createPortal(options))).text).toMatch(
    /^--answers: crm\.deal\.list: expected no more than/,
  )
})

/** Lists, one in the other. */
function nest(levels: number): unknown[] {
  return levels === 1 ? [] : [nest(levels - 1)]
}

it('names the flag of what failed too', () => {
  const { status, text } = describeFailure(new Error("state: portal.json can't be read"))
  expect([status, text]).toEqual([1, "--state: portal.json can't be read"])
})

it.each([new TypeError('Cannot read properties of undefined'), new Error('failed'), 'failed'])(
  'ends with 1 for what failed: %s',
  (error) => expect(describeFailure(error).status).toBe(1),
)
