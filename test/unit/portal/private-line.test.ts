import { describe, expect, it } from 'vitest'
import { createMessageFlood } from '../../support/message-flood.js'
import { nextTask } from '../../support/next-task.js'
import { sourceOf } from '../../support/scripted-page.js'
import { openTestApp } from '../../support/test-app.js'
import { APP_ORIGIN, HANDLER_URL } from '../../support/test-portal.js'

/** An app that offers lines by hand. */
function openFrame() {
  const testApp = openTestApp({ portal: { rules: 'current', limits: false } })
  const { window } = testApp.frame
  const sid = window.name.split('|').at(-1) ?? ''

  /** What it hears over the line is told in lists, as it comes. */
  function offerLine({ source = window as object, origin = APP_ORIGIN, offeredSid = sid } = {}) {
    const { port1, port2 } = new MessageChannel()
    const heard: unknown[] = []
    port1.onmessage = ({ data }) => heard.push(data)
    const data = `openPort:{}::${offeredSid}`
    window.parent.receive({ data, origin, source: sourceOf(source), ports: [port2] })
    return {
      heard,
      async say(message: unknown) {
        port1.postMessage(message)
        await nextTask()
        return heard.splice(0)
      },
    }
  }
  return { ...testApp, window, sid, offerLine }
}

const PROFILE = 'callMethod:{"method":"profile"}'
const answerTo = (id: string) => expect.stringMatching(new RegExp(`^${id}:\\{"status":200`))

const nestTogether = (sid: string) =>
  `together:${JSON.stringify({ requests: [`together:{"requests":["getInterface::1:${sid}"]}::${sid}`] })}::${sid}`

describe('a private line', () => {
  it('is listed, and answers all that was said in one turn in one message', async () => {
    const { offerLine, sid, wire, diagnostics } = openFrame()
    const { say } = offerLine()
    const said = await say([`${PROFILE}:1:${sid}`, `getInterface::2:${sid}`, `${PROFILE}:3:${sid}`])
    expect(said.flat()).toEqual(
      expect.arrayContaining([answerTo('1'), expect.stringMatching(/^2:.*"openPort"/), answerTo('3')]),
    )
    expect(said.length).toBeLessThan(3)
    expect(wire.map(({ line, direction }) => `${line} ${direction}`)).toEqual([
      'window to portal',
      ...Array(3).fill('port to portal'),
      ...Array(3).fill('port to app'),
    ])
    expect(diagnostics).toEqual([])
  })

  it('is heard also where calls were said before the offer arrived', async () => {
    const { sid, window } = openFrame()
    const { port1, port2 } = new MessageChannel()
    const heard = new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data)
    })
    port1.postMessage([`${PROFILE}:1:${sid}`])
    await nextTask()
    window.parent.postMessage(`openPort:{}::${sid}`, 'https://portal.example.com', [port2])
    expect(await heard).toEqual(answerTo('1'))
    port1.close()
  })

  it.each<[string, Parameters<ReturnType<typeof openFrame>['offerLine']>[0]]>([
    ['another window', { source: { name: 'another frame' } }],
    ['another origin', { origin: 'https://evil.example' }],
    ['one who does not know the sid', { offeredSid: 'another' }],
  ])('is not taken from %s, and one of the app is', async (_who, offer) => {
    const { offerLine, sid, portal, diagnostics } = openFrame()
    const bind = `callBind:${JSON.stringify({ event: 'OnCrmDealAdd', handler: HANDLER_URL })}:1:${sid}`
    expect(await offerLine(offer).say([bind])).toEqual([])
    expect(portal.handlers()).toEqual([])
    expect(diagnostics).toHaveLength(1)
    expect(await offerLine().say([bind])).toEqual([answerTo('1')])
    expect(portal.handlers()).toHaveLength(1)
  })

  it.each<[string, string, (sid: string) => unknown]>([
    ['wrong sid', 'of another sid', () => [`${PROFILE}:1:another`]],
    ['unknown command', 'of no command', (sid) => [`constructor:{}:1:${sid}`]],
    ['malformed params', 'of no JSON', (sid) => [`callMethod:{oops:1:${sid}`]],
    ['nested together', 'of others together', (sid) => [nestTogether(sid)]],
    ['no request', 'of one word', () => ['word']],
    ['no request', 'that is no text', () => [7]],
  ])('lets no message in: %s, %s', async (kind, _name, write) => {
    const { offerLine, sid, diagnostics } = openFrame()
    const { say } = offerLine()
    expect(await say(write(sid))).toEqual([])
    expect(diagnostics).toEqual([{ kind, origin: APP_ORIGIN }])
    expect(await say([`${PROFILE}:2:${sid}`])).toEqual([answerTo('2')])
  })

  it('reads a text that is alone as it reads a list, and nothing else', async () => {
    const { offerLine, sid, diagnostics } = openFrame()
    const { say } = offerLine()
    expect(await say(`${PROFILE}:1:${sid}`)).toEqual([answerTo('1')])
    expect(await say({ 0: `${PROFILE}:2:${sid}`, length: 1 })).toEqual([])
    expect(diagnostics).toEqual([{ kind: 'no request', origin: APP_ORIGIN }])
    expect(await say([`${PROFILE}:3:${sid}`])).toEqual([answerTo('3')])
  })

  it('is told of where it comes without a port', async () => {
    const { window, sid, diagnostics } = openFrame()
    window.parent.receive({ data: `openPort:{}::${sid}`, origin: APP_ORIGIN, source: sourceOf(window) })
    await nextTask()
    expect(diagnostics).toMatchObject([{ kind: 'command failed', command: 'openPort' }])
  })

  it('gives way to the ninth that comes after it', async () => {
    const { offerLine, sid } = openFrame()
    const lines = Array.from({ length: 9 }, () => offerLine())
    const answered = await Promise.all(lines.map(({ say }, index) => say([`${PROFILE}:${index}:${sid}`])))
    expect(answered.map((said) => said.length)).toEqual([0, ...Array(8).fill(1)])
  })

  it('ends with its frame', async () => {
    const { offerLine, sid, frame } = openFrame()
    const { say } = offerLine()
    expect(await say([`${PROFILE}:1:${sid}`])).toHaveLength(1)
    frame.close()
    expect(await say([`${PROFILE}:2:${sid}`])).toEqual([])
  })

  it('stands a flood of 20,000 messages', async () => {
    const { offerLine, sid, window, portal } = openFrame()
    const { say } = offerLine()
    const nextMessage = createMessageFlood({
      seed: 3,
      trusted: { source: sourceOf(window), origin: APP_ORIGIN },
      dangerous: [],
      words: ['callMethod', 'callBind', 'sid', '7', 'openPort'],
    })
    for (let left = 20; left > 0; left--) {
      const messages = Array.from({ length: 1000 }, () => nextMessage().data)
      await say(messages.flatMap((data) => [data, [data]]))
    }
    expect(portal.handlers()).toEqual([])
    expect(await say([`${PROFILE}:1:${sid}`])).toEqual([answerTo('1')])
  })
})
