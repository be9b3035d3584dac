import { createBX24 } from 'bx24-events'
import { type FramedWindow, openTestFrame } from 'bx24-events/testing'
import { describe, expect, it } from 'vitest'
import { createRestRoutes } from '../../../src/server/rest-routes.js'
import { INIT_DATA } from '../../support/init-data.js'
import { nextTask } from '../../support/next-task.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { openTestApp, type TestAppOptions } from '../../support/test-app.js'
import { ANNA, createTestPortal, HANDLER_URL, PORTAL_ORIGIN } from '../../support/test-portal.js'

/** An app before its first call, and all messages of the windows. */
function openUnasked() {
  const testApp = openTestApp({ portal: { rules: 'current', limits: false } })
  const { window } = testApp.frame
  const toPortal: string[] = []
  const toApp: string[] = []
  const refused: unknown[] = []
  const { parent, postMessage } = window
  const postToParent = parent.postMessage
  parent.postMessage = (message, ...rest) => {
    toPortal.push(String(message))
    postToParent(message, ...rest)
  }
  window.postMessage = (message, ...rest) => {
    toApp.push(String(message))
    postMessage(message, ...rest)
  }
  const BX24 = createBX24({ window, onDiagnostic: (diagnostic) => refused.push(diagnostic) })
  return { ...testApp, BX24, toPortal, toApp, refused }
}

/** Makes a page one that does not know these commands. */
function leaveOut(window: FramedWindow, missing: readonly string[]): void {
  const toPortal = window.parent.postMessage
  const toApp = window.postMessage
  window.parent.postMessage = (message, origin, ports) => {
    if (!missing.includes(String(message).split(':')[0] ?? '')) toPortal(message, origin, ports)
  }
  window.postMessage = (message, origin) =>
    toApp(
      missing.reduce((text, name) => text.replaceAll(`"${name}"`, '"none"'), String(message)),
      origin,
    )
}

const commandsOf = (texts: readonly string[]) => texts.map((text) => text.split(':')[0])

describe('the first calls', () => {
  it('leave with the questions in one message, before the page has answered, and come back in one', async () => {
    const { BX24, portal, toPortal, toApp, refused } = openUnasked()
    const [bound, profile] = await Promise.all([
      BX24.callBind('OnCrmDealAdd', HANDLER_URL),
      BX24.callMethod('profile'),
    ])
    expect(bound).toBe(true)
    expect(profile).toMatchObject({ ID: '1' })
    expect(portal.handlers()).toHaveLength(1)
    await nextTask()
    // The questions are said by themselves too, for pages that read no more.
    expect(commandsOf(toPortal)).toEqual(['together', 'getInterface', 'getInitData'])
    expect(commandsOf(toApp)).toEqual(['together'])
    expect(refused).toEqual([])
  })

  it('of later turns, before the answer, wait for it', async () => {
    const page = openScriptedPage({ silentAbout: ['getInitData'] })
    const BX24 = createBX24({ window: page.window })
    for (const _turn of [1, 2]) {
      void BX24.callMethod('profile').catch(() => undefined)
      void BX24.callMethod('user.current').catch(() => undefined)
      await nextTask()
    }
    expect(commandsOf(page.sent)).toEqual(['together', 'getInterface', 'getInitData'])
    page.reply(await page.requests.next(), INIT_DATA)
    await nextTask()
    expect(commandsOf(page.sent).slice(3)).toEqual(Array(4).fill('callMethod'))
    BX24.close()
  })

  it.each<[string, TestAppOptions, string[]]>([
    ['all commands', {}, []],
    ['no together', {}, ['together']],
    ['no command', {}, ['together', 'openPort', 'callBind', 'callUnbind', 'callMethod']],
  ])(
    'are carried out once, however shortly before the answer they are made: a page with %s',
    async (_page, options, missing) => {
      for (let steps = 0; steps < 40; steps++) {
        const { portal, frame, wire } = openTestApp(options)
        leaveOut(frame.window, missing)
        const routes = createRestRoutes(portal)
        const fetch = async (url: string, init: RequestInit) => routes.request(new URL(url).pathname, init)
        const BX24 = createBX24({ window: frame.window, fetch })
        const first = BX24.callMethod('profile')
        for (let step = 0; step < steps; step++) await null
        expect({ steps, bound: await BX24.callBind('OnCrmDealAdd', HANDLER_URL) }).toEqual({
          steps,
          bound: true,
        })
        await first
        expect(portal.handlers()).toHaveLength(1)
        const said = wire.filter(
          ({ command, direction }) => `${command} ${direction}` === 'callBind to portal',
        )
        expect({ steps, said: said.length }).toEqual({ steps, said: missing.includes('callBind') ? 0 : 1 })
        BX24.close()
      }
    },
  )

  it('of two clients are answered to each', async () => {
    const { BX24, frame, refused } = openUnasked()
    const other = createBX24({ window: frame.window })
    const answers = await Promise.all([BX24.callMethod('profile'), other.callMethod('profile')])
    expect(answers).toMatchObject([{ ID: '1' }, { ID: '1' }])
    // What is for the other one.
    expect(refused).toEqual([{ kind: 'no answer', origin: PORTAL_ORIGIN }])
  })

  it('of a client that was closed at once are not sent', async () => {
    const { BX24, toPortal } = openUnasked()
    const call = expect(BX24.callMethod('profile')).rejects.toMatchObject({ code: 'CLOSED' })
    BX24.close()
    await call
    await nextTask()
    expect(toPortal).toEqual([])
  })

  it('go again by themselves where the page leaves what is said together, as live pages do', async () => {
    const page = openScriptedPage()
    const BX24 = createBX24({ window: page.window })
    const call = BX24.callMethod('profile')
    page.reply(await page.requests.next(), { status: 200, answer: { result: 'mine' } })
    expect(await call).toBe('mine')
    expect(commandsOf(page.sent)).toEqual(['together', 'getInterface', 'getInitData', 'callMethod'])
  })

  it('are carried out once, over HTTP, in a page of today', async () => {
    const { portal, app } = createTestPortal({ rules: 'current' })
    const routes = createRestRoutes(portal)
    const { window } = openTestFrame(portal, { app, userId: ANNA, answersCalls: false })
    const asked: string[] = []
    const fetch = (url: string, init: RequestInit) => {
      asked.push(new URL(url).pathname)
      return Promise.resolve(routes.request(new URL(url).pathname, init))
    }
    const BX24 = createBX24({ window, fetch })
    expect(await BX24.callBind('OnCrmDealAdd', HANDLER_URL)).toBe(true)
    expect(portal.handlers()).toHaveLength(1)
    expect(asked).toEqual(['/rest/event.bind.json'])
  })

  it('have their answers only once the page has told about the opening', async () => {
    const { BX24 } = openUnasked()
    const call = BX24.callMethod('profile').then(() => BX24.getLang())
    expect(await call).toBe('en')
  })
})
