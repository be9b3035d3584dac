import { type BX24Client, createBX24 } from 'bx24-events'
import { openTestFrame } from 'bx24-events/testing'
import { describe, expect, it } from 'vitest'
import { createRestRoutes } from '../../../src/server/rest-routes.js'
import { nextTask } from '../../support/next-task.js'
import { type OfferedLine, watchLines } from '../../support/offered-line.js'
import { openTestApp } from '../../support/test-app.js'
import { ANNA, APP_ORIGIN, createTestPortal, HANDLER_URL } from '../../support/test-portal.js'

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

const callsOver = ({ fromApp }: OfferedLine) =>
  fromApp.flat().filter((text) => text.startsWith('callMethod')).length

describe('over a private line', () => {
  it('all calls of one turn are one message, and so are their answers', async () => {
    const { BX24, lines } = openWatched()
    await BX24.init()
    await profiles(BX24, 1000)
    // The two questions, and the calls.
    expect(lines.map(({ fromApp }) => fromApp.map(({ length }) => length))).toEqual([[2, 1000]])
    expect(lines.map(({ fromPortal }) => fromPortal.map(({ length }) => length))).toEqual([[2, 1000]])
  })

  it('the first calls leave with the questions in one message, and come back in one', async () => {
    const { BX24, lines, wire, linesOf } = openWatched()
    const calls = Promise.all([profiles(BX24, 2), BX24.callBind('OnCrmDealAdd', HANDLER_URL)])
    expect(wire).toEqual([])
    await calls
    expect(lines.map(({ fromApp }) => fromApp.map(({ length }) => length))).toEqual([[5]])
    expect(lines.map(({ fromPortal }) => fromPortal.map(({ length }) => length))).toEqual([[5]])
    expect(linesOf('callMethod')).toEqual(['port', 'port', 'port', 'port'])
  })

  it('the questions are answered once, though they go over the window too', async () => {
    const { frame, wire } = openWatched()
    const refused: unknown[] = []
    const BX24 = createBX24({ window: frame.window, onDiagnostic: (diagnostic) => refused.push(diagnostic) })
    await BX24.init()
    await nextTask()
    const told = ['getInterface', 'getInitData'].map((command) =>
      wire
        .filter((message) => message.command === command)
        .map(({ line, direction }) => `${line} ${direction}`)
        .sort(),
    )
    expect(told).toEqual(Array(2).fill(['port to app', 'port to portal', 'window to portal']))
    expect(refused).toEqual([])
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
    await Promise.all([profiles(BX24, 3), profiles(other, 3)])
    expect(lines.map(callsOver)).toEqual([3, 3])
  })

  it('a page that is loaded anew within its opening, nine times, has one each time', async () => {
    const { BX24, frame, lines } = openWatched()
    await BX24.callMethod('profile')
    for (let load = 1; load < 10; load++) {
      const reloaded = createBX24({ window: frame.window })
      await reloaded.callMethod('profile')
    }
    expect(lines.map(callsOver)).toEqual(Array(10).fill(1))
  })

  it('a page that was loaded anew eight times more often than the portal keeps lines ends by its time limit', async () => {
    const { frame } = openWatched()
    const first = createBX24({ window: frame.window, timeout: 100 })
    await first.callMethod('profile')
    for (let load = 0; load < 8; load++) await createBX24({ window: frame.window }).init()
    await expect(first.callMethod('profile')).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('a closed client says nothing more', async () => {
    const { BX24, lines } = openWatched()
    await BX24.init()
    const call = BX24.callMethod('profile')
    BX24.close()
    await expect(call).rejects.toMatchObject({ code: 'CLOSED' })
    await nextTask()
    expect(lines.map(callsOver)).toEqual([0])
  })
})

describe('without a private line', () => {
  it('calls go over the window, by `privateLine: false`', async () => {
    const { wire, frame, lines, linesOf } = openWatched()
    const BX24 = createBX24({ window: frame.window, privateLine: false })
    await profiles(BX24, 2)
    expect(lines).toEqual([])
    expect(wire.filter(({ command }) => command === 'openPort')).toEqual([])
    expect(linesOf('callMethod')).toEqual(Array(4).fill('window'))
  })

  it('what was said blind is carried out once, over HTTP, in a page of today', async () => {
    const { portal, app } = createTestPortal({ rules: 'current' })
    const routes = createRestRoutes(portal)
    const { window } = openTestFrame(portal, { app, userId: ANNA, answersCalls: false })
    const lines = watchLines(window)
    const asked: string[] = []
    const fetch = (url: string, init: RequestInit) => {
      asked.push(new URL(url).pathname)
      return Promise.resolve(routes.request(new URL(url).pathname, init))
    }
    const BX24 = createBX24({ window, fetch })
    expect(await BX24.callBind('OnCrmDealAdd', HANDLER_URL)).toBe(true)
    expect(portal.handlers()).toHaveLength(1)
    expect(asked).toEqual(['/rest/event.bind.json'])
    expect(lines[0]?.fromPortal).toEqual([])
  })
})
