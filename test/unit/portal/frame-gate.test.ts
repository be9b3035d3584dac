import type { Refusal } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { sourceOf } from '../../support/scripted-page.js'
import { openTestApp } from '../../support/test-app.js'
import { APP_ORIGIN, HANDLER_URL } from '../../support/test-portal.js'

/** A frame whose app speaks by hand. */
function openFrame() {
  const testApp = openTestApp()
  const { window } = testApp.frame
  const sid = window.name.split('|').at(-1) ?? ''
  const heard: unknown[] = []
  window.addEventListener('message', ({ data }) => heard.push(data))
  return {
    ...testApp,
    ...{ window, sid, heard },
    /** What the app hears after it has said something, by default as the app does. */
    async say(data: unknown, from: { origin?: string; source?: MessageEventSource } = {}) {
      const before = heard.length
      window.parent.receive({ data, origin: APP_ORIGIN, source: sourceOf(window), ...from })
      await nextTask()
      return heard.slice(before)
    },
  }
}

const BIND = `callBind:${JSON.stringify({ event: 'OnCrmDealAdd', handler: HANDLER_URL })}`

describe('a message that is not let in', () => {
  const stranger = sourceOf({ name: 'another frame' })

  it.each<[Refusal, string, Parameters<ReturnType<typeof openFrame>['say']>[1], (sid: string) => unknown]>([
    ['foreign source', 'of another window', { source: stranger }, (sid) => `${BIND}:7:${sid}`],
    ['foreign origin', 'of another origin', { origin: 'https://evil.example' }, (sid) => `${BIND}:7:${sid}`],
    ['foreign origin', 'of an opaque origin', { origin: 'null' }, (sid) => `${BIND}:7:${sid}`],
    [
      'foreign origin',
      'of an origin that begins alike',
      { origin: `${APP_ORIGIN}.x` },
      (sid) => `${BIND}:7:${sid}`,
    ],
    ['no request', 'with too few parts', {}, (sid) => `callBind:${sid}`],
    ['no request', 'that is a list', {}, (sid) => [`${BIND}:7:${sid}`]],
    ['no request', 'that is nothing', {}, () => undefined],
    ['wrong sid', 'with another sid', {}, () => `${BIND}:7:another`],
    ['wrong sid', 'with the sid in capitals', {}, (sid) => `${BIND}:7:${sid.toUpperCase()}`],
    ['wrong sid', 'with a space after the sid', {}, (sid) => `${BIND}:7:${sid} `],
    ['wrong sid', 'without a sid', {}, () => `${BIND}:7:`],
    ['unknown command', 'with a command that there is not', {}, (sid) => `callBound:{}:7:${sid}`],
    ['unknown command', 'with a command in small letters', {}, (sid) => `callbind:{}:7:${sid}`],
    ['unknown command', 'with a space before the command', {}, (sid) => ` callBind:{}:7:${sid}`],
    ['unknown command', 'without a command', {}, (sid) => `:{}:7:${sid}`],
    ['unknown command', 'with a command that prototypes have', {}, (sid) => `constructor:{}:7:${sid}`],
    ['unknown command', 'with __proto__ as its command', {}, (sid) => `__proto__:{}:7:${sid}`],
    ['unknown command', 'with toString as its command', {}, (sid) => `toString:{}:7:${sid}`],
    ['malformed params', 'with parameters that are no JSON', {}, (sid) => `callBind:{oops:7:${sid}`],
    ['malformed params', 'with a fifth part', {}, (sid) => `callBind:{}:extra:7:${sid}`],
  ])('has no answer and no effect: %s, %s', async (refused, _name, from, write) => {
    const { say, sid, wire, diagnostics, portal } = openFrame()
    expect(await say(write(sid), from)).toEqual([])
    expect(portal.handlers()).toEqual([])
    expect(wire).toMatchObject([{ direction: 'to portal', data: write(sid), refused }])
    expect(diagnostics).toEqual([{ kind: refused, origin: from?.origin ?? APP_ORIGIN }])
    expect(await say(`${BIND}:7:${sid}`)).toEqual([expect.stringMatching(/^7:\{"status":200/)])
    expect(portal.handlers()).toHaveLength(1)
  })

  it('is told of once for each kind, without what it said', async () => {
    const { say, sid, diagnostics } = openFrame()
    for (const secret of ['secret-1', 'secret-2']) {
      await say(`callBind:{"a":"${secret}"}:7:wrong`)
      await say(`${secret}:{}:7:${sid}`)
    }
    expect(diagnostics).toEqual([
      { kind: 'wrong sid', origin: APP_ORIGIN },
      { kind: 'unknown command', origin: APP_ORIGIN },
    ])
  })
})

describe('a request that is let in', () => {
  it('is answered in text, and seen both ways as sent and as understood', async () => {
    const { say, sid, wire } = openFrame()
    const text = `callUnbind:{"event":"OnAppUpdate","handler":"${HANDLER_URL}"}:a "b' c:${sid}`
    const [answer] = await say(text)
    expect(wire).toMatchObject([
      {
        ...{ direction: 'to portal', data: text, command: 'callUnbind', callbackId: `a "b' c` },
        content: { event: 'OnAppUpdate', handler: HANDLER_URL },
      },
      {
        ...{ direction: 'to app', data: answer, command: 'callUnbind', callbackId: `a "b' c` },
        content: { status: 200, answer: { result: { count: 0 } } },
      },
    ])
    for (const { at } of wire) expect(at).toBeGreaterThan(1.7e12)
  })

  it('may be an object, with a number as the id of the answer', async () => {
    const { say, sid } = openFrame()
    const request = { method: 'getInterface', callback: 7, appSid: sid }
    expect(await say(request)).toEqual([expect.stringMatching(/^7:\{"command":/)])
    expect(await say({ ...request, appSid: 'another' })).toEqual([])
  })

  it('may be a text of three parts', async () => {
    const { say, sid } = openFrame()
    expect(await say(`getInterface:7:${sid}`)).toEqual([expect.stringMatching(/^7:\{"command":/)])
  })

  it('is carried out and not answered where it has no id for the answer', async () => {
    const { say, sid, portal } = openFrame()
    expect(await say(`${BIND}::${sid}`)).toEqual([])
    expect(portal.handlers()).toHaveLength(1)
  })
})

it('a frame that is closed hears nothing', async () => {
  const { say, sid, frame, wire } = openFrame()
  expect(await say(`getInterface::7:${sid}`)).toHaveLength(1)
  frame.close()
  frame.close()
  expect(await say(`getInterface::8:${sid}`)).toEqual([])
  expect(wire).toHaveLength(2)
})

it('each opening has a sid of its own, which lets in no other', async () => {
  const [first, second] = [openFrame(), openFrame()]
  expect(first.sid).toMatch(/^[\da-f]{32}$/)
  expect(first.sid).not.toBe(second.sid)
  expect(await first.say(`getInterface::7:${second.sid}`)).toEqual([])
})
