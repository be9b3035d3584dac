import { expect, it } from 'vitest'
import { addMessage, EMPTY_WIRE } from '../../../demo/portal/state/wire-log.js'

it('keeps no more of a hostile app than a bound, however long its messages are, and the newest of them', () => {
  const long = 'x'.repeat(30_000)
  let log = EMPTY_WIRE
  for (let at = 0; at < 1000; at++)
    log = addMessage(log, {
      line: 'port',
      direction: 'to portal',
      at,
      data: long,
      command: long,
      callbackId: long,
    })
  const kept = log.entries.reduce(
    (sum, entry) =>
      entry.type === 'message' ? sum + `${entry.sent}${entry.command}${entry.callbackId}`.length : sum,
    0,
  )
  expect(kept).toBeLessThanOrEqual(30_000_000)
  expect(log.entries.length).toBeGreaterThan(400)
  expect(log.dropped + log.entries.length).toBe(1000)
  expect(log.entries.at(-1)?.at).toBe(999)
})
