import { type BX24Client, createBX24 } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchLines } from '../../support/offered-line.js'
import { openTestApp } from '../../support/test-app.js'
import { APP_ORIGIN } from '../../support/test-portal.js'

/** An app whose lines are watched from its first call on. */
function openWatched() {
  const testApp = openTestApp({ portal: { rules: 'current', limits: false } })
  const lines = watchLines(testApp.frame.window)
  const linesOf = (command: string) =>
    testApp.wire.filter((message) => message.command === command).map(({ line }) => line)
  return { ...testApp, lines, linesOf }
}

const profiles = ({ callMethod }: BX24Client, count: number) =>
  Promise.all(Array.from({ length: count }, () => callMethod('profile')))

describe('over a private line', () => {
  it('all calls of one turn are one message, and so are their answers', async () => {
    const { BX24, lines } = openWatched()
    await BX24.init()
    await profiles(BX24, 1000)
    expect(lines.map(({ fromApp }) => fromApp.map(({ length }) => length))).toEqual([[1000]])
    expect(lines.map(({ fromPortal }) => fromPortal.map(({ length }) => length))).toEqual([[1000]])
  })

  it('is said what comes after the first answer, and the line is opened for that', async () => {
    const { BX24, lines, linesOf } = openWatched()
    await BX24.init()
    expect(lines).toEqual([])
    await profiles(BX24, 2)
    expect(lines).toHaveLength(1)
    expect(linesOf('callMethod')).toEqual(Array(4).fill('port'))
  })

  it('no call ends before the page has told about the opening', async () => {
    const { BX24 } = openWatched()
    const call = BX24.callMethod('profile').then(() => BX24.getLang())
    expect(await call).toBe('en')
  })

  it('calls keep their order', async () => {
    const { BX24, portal } = openWatched()
    const urls = Array.from({ length: 20 }, (_, index) => `${APP_ORIGIN}/${index}`)
    await Promise.all(urls.map((url) => BX24.callBind('OnCrmDealAdd', url)))
    expect(portal.handlers().map(({ url }) => url)).toEqual(urls)
  })

  it('a token is renewed, and an installation ended', async () => {
    const { BX24, linesOf, frame } = openWatched()
    await BX24.init()
    await BX24.refreshAuth()
    expect(linesOf('refreshAuth')).toEqual(['port', 'port'])
    frame.close()
  })

  it('two clients of one page have a line each', async () => {
    const { BX24, frame, lines } = openWatched()
    const other = createBX24({ window: frame.window })
    await Promise.all([BX24.init(), other.init()])
    await Promise.all([profiles(BX24, 3), profiles(other, 3)])
    expect(lines.map(({ fromApp }) => fromApp.flat().length)).toEqual([3, 3])
  })

  it('a page that is loaded anew within its opening, nine times, has one each time', async () => {
    const { BX24, frame, lines } = openWatched()
    await BX24.init()
    await BX24.callMethod('profile')
    for (let load = 1; load < 10; load++) {
      const reloaded = createBX24({ window: frame.window })
      await reloaded.init()
      await reloaded.callMethod('profile')
    }
    expect(lines.map(({ fromApp }) => fromApp.flat().length)).toEqual(Array(10).fill(1))
  })

  it('a page that was loaded anew eight times more often than the portal keeps lines ends by its time limit', async () => {
    const { frame } = openWatched()
    const first = createBX24({ window: frame.window })
    await first.init()
    await first.callMethod('profile')
    for (let load = 0; load < 8; load++) {
      const reloaded = createBX24({ window: frame.window })
      await reloaded.init()
      await reloaded.callMethod('profile')
    }
    const late = first.callMethod('profile', {}, { timeout: 100 })
    await expect(late).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('a closed client says nothing more', async () => {
    const { BX24, lines } = openWatched()
    await BX24.init()
    await BX24.callMethod('profile')
    const call = BX24.callMethod('profile')
    BX24.close()
    await expect(call).rejects.toMatchObject({ code: 'CLOSED' })
    await nextTask()
    expect(lines.map(({ fromApp }) => fromApp.length)).toEqual([1])
  })
})

describe('without a private line', () => {
  it('calls go over the window, by `privateLine: false`', async () => {
    const { wire, frame, lines, linesOf } = openWatched()
    const BX24 = createBX24({ window: frame.window, privateLine: false })
    await profiles(BX24, 2)
    expect(lines).toEqual([])
    expect(wire.filter(({ command = '' }) => ['openPort', 'together'].includes(command))).toEqual([])
    expect(linesOf('callMethod')).toEqual(Array(4).fill('window'))
  })
})
