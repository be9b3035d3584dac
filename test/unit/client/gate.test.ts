import { createBX24, type Diagnostic } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { countListeners } from '../../support/counted-window.js'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { collectProcessErrors } from '../../support/process-errors.js'
import { openScriptedPage, sourceOf } from '../../support/scripted-page.js'
import { PORTAL_ORIGIN } from '../../support/test-portal.js'

const FORGED = '{"status":200,"answer":{"result":"forged"}}'
const TRUE_ANSWER = '{"status":200,"answer":{"result":"true"}}'

/** A client with one call under way, that a test can forge answers to. */
async function openCall() {
  const page = openScriptedPage()
  const diagnostics: Diagnostic[] = []
  const BX24 = createBX24({ window: page.window, onDiagnostic: (diagnostic) => diagnostics.push(diagnostic) })
  const outcome = watchOutcome(BX24.callMethod('profile'))
  const { callbackId } = await page.requests.next()
  return { page, BX24, diagnostics, outcome, callbackId }
}

describe('what is no answer of the portal', () => {
  const stranger = sourceOf({ name: 'another frame' })

  it.each<[string, Parameters<ReturnType<typeof openScriptedPage>['send']>[1], Diagnostic['kind']]>([
    ['another window', { source: stranger }, 'foreign source'],
    ['another window of the portal', { source: stranger, origin: PORTAL_ORIGIN }, 'foreign source'],
    ['nobody', { source: null }, 'foreign source'],
    ['the window above, after it has gone elsewhere', { origin: 'https://evil.example' }, 'foreign origin'],
    ['the same host over http', { origin: 'http://portal.example.com' }, 'foreign origin'],
    ['an origin that begins alike', { origin: `${PORTAL_ORIGIN}.evil.example` }, 'foreign origin'],
    ['an opaque origin', { origin: 'null' }, 'foreign origin'],
    ['no origin', { origin: '' }, 'foreign origin'],
  ])('is not believed, and the true answer after it is: from %s', async (_name, from, kind) => {
    const { page, diagnostics, outcome, callbackId } = await openCall()
    page.send(`${callbackId}:${FORGED}`, from)
    await nextTask()
    expect(outcome).toEqual({})
    expect(diagnostics.map((one) => one.kind)).toEqual([kind])
    page.send(`${callbackId}:${TRUE_ANSWER}`)
    await nextTask()
    expect(outcome).toEqual({ result: 'true' })
  })

  it('is a second answer to what the call has asked before it was renewed', async () => {
    const { page, outcome, callbackId } = await openCall()
    const expired = { status: 401, answer: { error: 'expired_token' } }
    page.reply({ callbackId }, expired)
    page.reply(await page.requests.next(), { AUTH_ID: 'access-2', AUTH_EXPIRES: '3600' })
    const repeated = await page.requests.next()
    page.reply({ callbackId }, expired)
    await nextTask()
    expect(outcome).toEqual({})
    page.replyText(repeated, TRUE_ANSWER)
    await nextTask()
    expect(outcome).toEqual({ result: 'true' })
  })

  it('would be believed if it came from the portal, so the forgery above is a good one', async () => {
    const { page, outcome, callbackId } = await openCall()
    page.send(`${callbackId}:${FORGED}`)
    await nextTask()
    expect(outcome).toEqual({ result: 'forged' })
  })
})

describe('a message of the portal that answers nothing', () => {
  it.each<[string, (id: string) => unknown]>([
    ['an unknown id', () => `1:${FORGED}`],
    ['an empty id', () => `:${FORGED}`],
    ['an id with a space', (id) => ` ${id}:${FORGED}`],
    ['the beginning of an id', (id) => `${id.slice(0, -1)}:${FORGED}`],
    ['a name of the prototype', () => `constructor:${FORGED}`],
    ['__proto__', () => `__proto__:${FORGED}`],
    ['an id without a colon', (id) => id],
    ['an object', (id) => ({ [id]: JSON.parse(FORGED) })],
    ['a list', (id) => [`${id}:${FORGED}`]],
    ['null', () => null],
    ['nothing', () => undefined],
    ['a number', () => 7],
    ['an empty text', () => ''],
  ])('is dropped, and the true answer after it is believed: %s', async (_name, write) => {
    const { page, diagnostics, outcome, callbackId } = await openCall()
    page.send(write(callbackId))
    await nextTask()
    expect(outcome).toEqual({})
    expect(diagnostics).toEqual([{ kind: 'no answer', origin: PORTAL_ORIGIN }])
    page.send(`${callbackId}:${TRUE_ANSWER}`)
    await nextTask()
    expect(outcome).toEqual({ result: 'true' })
  })

  it('is a second answer, whatever it says', async () => {
    const { page, diagnostics, outcome, callbackId } = await openCall()
    page.send(`${callbackId}:${TRUE_ANSWER}`)
    page.send(`${callbackId}:${FORGED}`)
    await nextTask()
    expect(outcome).toEqual({ result: 'true' })
    expect(diagnostics).toEqual([{ kind: 'no answer', origin: PORTAL_ORIGIN }])
  })
})

describe('diagnostics', () => {
  it('tell each kind once, with the origin and without what was said', async () => {
    const { page, diagnostics } = await openCall()
    for (const secret of ['secret-1', 'secret-2', 'secret-3']) {
      page.send(secret, { source: sourceOf({}), origin: 'https://evil.example' })
      page.send(secret, { origin: 'https://evil.example' })
      page.send(secret)
    }
    await nextTask()
    expect(diagnostics).toEqual([
      { kind: 'foreign source', origin: 'https://evil.example' },
      { kind: 'foreign origin', origin: 'https://evil.example' },
      { kind: 'no answer', origin: PORTAL_ORIGIN },
    ])
  })

  it('tell nothing of a client that all goes well with', async () => {
    const { page, diagnostics, callbackId } = await openCall()
    page.send(`${callbackId}:${TRUE_ANSWER}`)
    await nextTask()
    expect(diagnostics).toEqual([])
  })

  it('that throw keep back no answer that came in the same message', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({
      window: page.window,
      onDiagnostic() {
        throw new Error('of the app')
      },
    })
    const outcome = watchOutcome(BX24.callMethod('profile'))
    const { callbackId } = await page.requests.next()
    const { uncaught } = await collectProcessErrors(() => {
      page.send(`together:${JSON.stringify(['nobody:{}', `${callbackId}:${TRUE_ANSWER}`])}`)
    })
    expect(uncaught).toMatchObject([{ message: 'of the app' }])
    expect(outcome).toEqual({ result: 'true' })
  })

  it('may be left out', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    await BX24.init()
    expect(() => page.send('no answer')).not.toThrow()
  })
})

describe('two clients of one page', () => {
  it('do not take each other for the portal', async () => {
    const page = openScriptedPage()
    const [first, second] = [createBX24({ window: page.window }), createBX24({ window: page.window })]
    const outcomes = [
      watchOutcome(first.callMethod('profile')),
      watchOutcome(second.callMethod('user.current')),
    ]
    const requests = [await page.requests.next(), await page.requests.next()]
    const ids = requests.map(({ callbackId }) => callbackId)
    expect(new Set(ids).size).toBe(2)
    page.send(`${ids[1]}:${TRUE_ANSWER}`)
    await nextTask()
    expect(outcomes).toEqual([{}, { result: 'true' }])
  })

  it('listen once each, however much they ask', async () => {
    const page = openScriptedPage()
    const counted = countListeners(page.window)
    const clients = [createBX24({ window: counted.window }), createBX24({ window: counted.window })]
    expect(counted.listenerCount).toBe(0)
    for (const BX24 of clients) await Promise.all([BX24.init(), BX24.init()])
    expect(counted.listenerCount).toBe(2)
    for (const BX24 of clients) BX24.close()
    expect(counted.listenerCount).toBe(0)
  })
})
