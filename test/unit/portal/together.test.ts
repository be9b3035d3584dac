import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { collectProcessErrors } from '../../support/process-errors.js'
import { sourceOf } from '../../support/scripted-page.js'
import { openTestApp } from '../../support/test-app.js'
import { APP_ORIGIN, HANDLER_URL } from '../../support/test-portal.js'

/** An app that speaks by hand. */
function openFrame() {
  const testApp = openTestApp({ portal: { rules: 'current', limits: false } })
  const { window } = testApp.frame
  const sid = window.name.split('|').at(-1) ?? ''
  const heard: string[] = []
  window.addEventListener('message', ({ data }) => heard.push(data))

  /** What the app is told, in the order of coming. */
  async function say(...texts: readonly string[]) {
    for (const data of texts) {
      window.parent.receive({ data, origin: APP_ORIGIN, source: sourceOf(window) })
    }
    await nextTask()
    return heard.splice(0)
  }
  const together = (...requests: readonly unknown[]) => `together:${JSON.stringify({ requests })}::${sid}`
  return { ...testApp, sid, say, together }
}

/** A message of requests that are said together, in others, and so on. As text: to write it as JSON would overflow the stack too. */
function nest(sid: string, levels: number): string {
  const [start, end] = [`{"method":"together","appSid":"${sid}","params":{"requests":[`, ']}}']
  const inner = `${start.repeat(levels)}"getInterface::1:${sid}"${end.repeat(levels)}`
  return `together:{"requests":[${inner},"getInterface::2:${sid}"]}::${sid}`
}

/** The replies in a message that has several. */
const repliesIn = (message = '') => JSON.parse(message.replace(/^together:/, '')) as string[]
const idsIn = (message: string | undefined) => repliesIn(message).map((reply) => reply.split(':')[0])

describe('requests that are said together', () => {
  it('are answered together', async () => {
    const { sid, say, together, diagnostics } = openFrame()
    const requests = [
      `getInterface::1:${sid}`,
      `getInitData::2:${sid}`,
      `callMethod:{"method":"profile"}:3:${sid}`,
    ]
    const heard = await say(together(...requests))
    expect(heard).toHaveLength(1)
    expect(idsIn(heard[0])).toEqual(['1', '2', '3'])
    expect(repliesIn(heard[0])[0]).toMatch(/"together"/)
    expect(diagnostics).toEqual([])
  })

  it('have no other answer where they are said once more by themselves, and others have', async () => {
    const { sid, say, together } = openFrame()
    const [listing, init] = [`getInterface::1:${sid}`, `getInitData::2:${sid}`]
    const heard = await say(together(listing, init), listing, init, `getInterface::3:${sid}`)
    expect(heard.filter((message) => !message.startsWith('together:'))).toEqual([
      expect.stringMatching(/^3:/),
    ])
    const both = heard.find((message) => message.startsWith('together:'))
    expect(idsIn(both)).toEqual(['1', '2'])
    expect(both).toContain('FIRST_RUN\\":true')
  })

  it('leave what wants no answer to be done each time', async () => {
    const { sid, say, together, frame } = openFrame()
    await say(together(`setTitle:{"title":"One"}::${sid}`), `setTitle:{"title":"Two"}::${sid}`)
    expect(frame.title).toBe('Two')
  })

  it.each<[string, string, (sid: string) => unknown]>([
    ['wrong sid', 'of another sid', () => 'callMethod:{"method":"profile"}:1:another'],
    ['unknown command', 'of no command', (sid) => `constructor:{}:1:${sid}`],
    [
      'nested together',
      'of others together',
      (sid) => `together:{"requests":["getInterface::1:${sid}"]}::${sid}`,
    ],
    ['malformed params', 'of no JSON', (sid) => `callMethod:{oops:1:${sid}`],
    ['no request', 'of one word', () => 'word'],
    ['no request', 'that is no text', () => 7],
    ['command failed', 'to take a port that is not there', (sid) => `openPort:{}::${sid}`],
  ])('are checked one by one: %s, %s', async (kind, _name, write) => {
    const { sid, say, together, diagnostics } = openFrame()
    const heard = await say(together(write(sid), `getInterface::2:${sid}`))
    expect(idsIn(heard[0])).toEqual(['2'])
    expect(diagnostics).toMatchObject([{ kind, origin: APP_ORIGIN }])
  })

  it.each([
    ['nothing', '{}'],
    ['no list', '{"requests":"getInterface"}'],
    ['an empty list', '{"requests":[]}'],
  ])('may be %s, which is answered by nothing', async (_name, params) => {
    const { sid, say } = openFrame()
    expect(await say(`together:${params}::${sid}`)).toEqual([])
    expect(await say(`getInterface::2:${sid}`)).toHaveLength(1)
  })

  it('may be nested as deep as they like: that is refused, in sight, and nothing is thrown into the page', async () => {
    const { sid, say, wire } = openFrame()
    const heard: string[] = []
    const { uncaught } = await collectProcessErrors(async () => {
      heard.push(...(await say(nest(sid, 20_000))))
    })
    expect(uncaught).toEqual([])
    expect(heard.flatMap(idsIn)).toEqual(['2'])
    expect(wire.filter(({ refused }) => refused)).toMatchObject([
      { direction: 'to portal', line: 'window', command: 'together', refused: 'nested together' },
    ])
  })

  it('are not taken from one who does not know the sid, and are from the app', async () => {
    const { sid, say, together, portal, diagnostics } = openFrame()
    const bind = `callBind:${JSON.stringify({ event: 'OnCrmDealAdd', handler: HANDLER_URL })}:1:${sid}`
    expect(await say(together(bind).replace(/[^:]*$/, 'another'))).toEqual([])
    expect(portal.handlers()).toEqual([])
    expect(diagnostics).toEqual([{ kind: 'wrong sid', origin: APP_ORIGIN }])
    expect(idsIn((await say(together(bind)))[0])).toEqual(['1'])
    expect(portal.handlers()).toHaveLength(1)
  })
})
