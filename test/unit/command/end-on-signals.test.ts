import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { endOnSignals } from '../../../src/command/end-on-signals.js'
import { nextTask } from '../../support/next-task.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

function run(closing: Promise<void>) {
  const signals = new EventEmitter()
  const statuses: number[] = []
  const failures: unknown[] = []
  let closed = 0
  endOnSignals({
    signals,
    close: () => {
      closed++
      return closing
    },
    onFailure: (error) => failures.push(error),
    exit: (status) => statuses.push(status),
  })
  return {
    signals,
    statuses,
    failures,
    get closed() {
      return closed
    },
  }
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s closes, and ends the process after that', async (signal) => {
  let finish: () => void = () => undefined
  const command = run(
    new Promise((resolve) => {
      finish = resolve
    }),
  )
  command.signals.emit(signal)
  await nextTask()
  expect(command).toMatchObject({ closed: 1, statuses: [] })
  finish()
  await nextTask()
  expect(command.statuses).toEqual([0])
})

it('another one ends it at once, whatever hangs, but not one that comes with the first', () => {
  const command = run(new Promise(() => undefined))
  command.signals.emit('SIGINT')
  command.signals.emit('SIGINT')
  vi.advanceTimersByTime(400)
  command.signals.emit('SIGTERM')
  expect(command.statuses).toEqual([])
  vi.advanceTimersByTime(200)
  command.signals.emit('SIGINT')
  command.signals.emit('SIGTERM')
  expect(command.statuses).toEqual([130, 143])
  expect(command.closed).toBe(1)
})

it('says what could not be closed, and ends with a status that tells of it', async () => {
  const command = run(Promise.reject(new Error('disk full')))
  command.signals.emit('SIGINT')
  await nextTask()
  expect(command.failures).toEqual([new Error('disk full')])
  expect(command.statuses).toEqual([1])
})
