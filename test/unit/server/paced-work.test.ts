import { expect, it } from 'vitest'
import { createPacedWork } from '../../../src/server/paced-work.js'
import { createFakeClock } from '../../support/fake-clock.js'
import { nextTask } from '../../support/next-task.js'

/** Work that ends when the test says so. */
function openWork() {
  const clock = createFakeClock()
  const ends: (() => void)[] = []
  const work = () => new Promise<void>((resolve) => ends.push(resolve))
  return {
    clock,
    paced: createPacedWork({ work, pause: 200, clock }),
    get begun() {
      return ends.length
    },
    async end() {
      ends.at(-1)?.()
      await nextTask()
    },
  }
}

it('begins in the next task, and once for all that is asked in one', async () => {
  const open = openWork()
  for (let times = 0; times < 3; times++) open.paced.ask()
  expect(open.begun).toBe(0)
  await open.clock.advance(0)
  expect(open.begun).toBe(1)
})

it('is never done twice at once, pauses, and is then done once more for all that was asked meanwhile', async () => {
  const open = openWork()
  const { clock, paced } = open
  paced.ask()
  await clock.advance(0)
  paced.ask()
  await clock.advance(200)
  expect(open.begun).toBe(1)
  await open.end()
  paced.ask()
  await clock.advance(199)
  expect(open.begun).toBe(1)
  await clock.advance(1)
  expect(open.begun).toBe(2)
  await open.end()
  await clock.advance(10_000)
  expect(open.begun).toBe(2)
  paced.ask()
  await clock.advance(0)
  expect(open.begun).toBe(3)
})

it.each([
  { what: 'where that is longer', worked: 3000, pause: 3000 },
  { what: 'but not as long as the machine has slept meanwhile', worked: 8 * 3_600_000, pause: 10_000 },
])('pauses as long as it has worked, $what', async ({ worked, pause }) => {
  const open = openWork()
  const { clock, paced } = open
  paced.ask()
  await clock.advance(0)
  paced.ask()
  await clock.advance(worked)
  await open.end()
  await clock.advance(pause - 1)
  expect(open.begun).toBe(1)
  await clock.advance(1)
  expect(open.begun).toBe(2)
})

it('stops: what waits does not begin, what is under way is waited for, and no timer is left', async () => {
  const open = openWork()
  const { clock, paced } = open
  paced.ask()
  await clock.advance(0)
  paced.ask()
  let isStopped = false
  const stopped = paced.stop().then(() => {
    isStopped = true
  })
  await clock.advance(1000)
  expect(isStopped).toBe(false)
  await open.end()
  await stopped
  paced.ask()
  await clock.advance(1000)
  expect([open.begun, clock.timerCount]).toEqual([1, 0])
})
