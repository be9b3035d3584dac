import { type BX24Client, createBX24 } from 'bx24-events'
import { openTestFrame } from 'bx24-events/testing'
import { describe, expect, it } from 'vitest'
import { OPEN_PORT } from '../../../src/protocol/private-line.js'
import { TOGETHER } from '../../../src/protocol/turn.js'
import { createRestRoutes } from '../../../src/server/rest-routes.js'
import { nextTask } from '../../support/next-task.js'
import { APP_SID, openScriptedPage, type ScriptedPageOptions } from '../../support/scripted-page.js'
import { ANNA, APP_ORIGIN, createTestPortal, HANDLER_URL } from '../../support/test-portal.js'

/** What pages of live portals were seen to take: a command, JSON that is an object, an id or none, the sid. */
const RECORDED_FORM = /^(\w+):(\{.*\}):([^:]*):([\w-]+)$/s

/** The commands that pages of live portals have in common, as far as the client needs them. */
const STANDARD = ['getInterface', 'getInitData', 'refreshAuth', 'setInstall', 'setInstallFinish']

/** A message as pages of live portals read it. */
function readSent(text: string, sid: string): { command: string; id: string } {
  const [, command = '', params = '', id = '', itsSid] = RECORDED_FORM.exec(text) ?? []
  expect(command, `no such form: ${text}`).not.toBe('')
  expect(JSON.parse(params)).toBeTypeOf('object')
  expect(itsSid).toBe(sid)
  return { command, id }
}

/** Live pages, as they were seen to do with each command that they do not know, leave what is said together unanswered. */
const isBeyond = (command: string) => ![TOGETHER, ...STANDARD].includes(command)

/** Does all that makes a client send something, in a page that answers nothing more; over HTTP all is answered. */
async function sendAll(options: ScriptedPageOptions): Promise<{ command: string; id: string }[]> {
  const page = openScriptedPage(options)
  const BX24 = createBX24({ window: page.window, fetch: async () => Response.json({ result: [] }) })
  const ignore = () => undefined
  BX24.install(ignore)
  await BX24.init()
  void BX24.callBind('OnCrmDealAdd', `${HANDLER_URL}?a=b:c`, 5).catch(ignore)
  void BX24.callUnbind('OnCrmDealDelete', 'a "quoted" URL: with colons').catch(ignore)
  void BX24.callMethod('profile', { text: ':::{}:sid-1' }).catch(ignore)
  void BX24.syncHandlers([]).catch(ignore)
  await BX24.installFinish()
  for (let task = 0; task < 5; task++) await nextTask()
  void BX24.refreshAuth().catch(ignore)
  await nextTask()
  BX24.close()
  return page.sent.map((text) => readSent(text, APP_SID))
}

/** A client in a simulated portal whose page has commands that carry calls, or none; and all that it says, by either way. */
function openInPortal(answersCalls: boolean) {
  const testPortal = createTestPortal({ app: { installed: false } })
  const { portal, app } = testPortal
  const routes = createRestRoutes(portal)
  const sent: string[] = []
  const asked: string[] = []
  const refused: unknown[] = []
  const { window } = openTestFrame(portal, {
    ...{ app, userId: ANNA, answersCalls },
    onWire: ({ direction, data }) => direction === 'to portal' && sent.push(String(data)),
    onDiagnostic: (diagnostic) => refused.push(diagnostic),
  })
  const fetch = async (url: string, init: RequestInit) => {
    const { pathname } = new URL(url)
    asked.push(`${init.method} ${pathname}`)
    return routes.request(pathname, init)
  }
  const sid = window.name.split('|').at(-1) ?? ''
  const readAll = () => sent.map((text) => readSent(text, sid))
  return { ...testPortal, BX24: createBX24({ window, fetch }), asked, refused, readAll }
}

/** Installs an app from its first run on, which an installer ends. */
async function installApp(BX24: BX24Client): Promise<void> {
  const firstRun = new Promise<void>((resolve) => BX24.install(() => resolve(BX24.installFinish())))
  await BX24.init()
  await firstRun
  await BX24.callBind('OnCrmDealAdd', HANDLER_URL)
  await BX24.callBind('OnCrmDealDelete', HANDLER_URL)
  await BX24.callUnbind('OnCrmDealDelete', HANDLER_URL)
  await BX24.callMethod('profile')
  await BX24.refreshAuth()
  await BX24.installFinish()
  await nextTask()
}

describe('what the client sends', () => {
  it.each<[string, ScriptedPageOptions]>([
    ['a first run', { commands: [], initData: { FIRST_RUN: true } }],
    ['an installation', { commands: [], initData: { INSTALL: true } }],
    ['an app in use', { commands: [] }],
  ])('to a page of a live portal, in %s, is what such pages understand', async (_name, options) => {
    const sent = await sendAll(options)
    expect(sent.map(({ command }) => command).filter(isBeyond)).toEqual([])
    expect(sent.slice(0, 3)).toMatchObject([
      { command: TOGETHER, id: '' },
      { command: 'getInterface' },
      { command: 'getInitData' },
    ])
    expect(sent.filter(({ command }) => command === TOGETHER)).toHaveLength(1)
  })

  it.each(['callBind', 'callUnbind', 'callMethod'])(
    'beyond that is what the page lists: %s',
    async (listed) => {
      const sent = await sendAll({ commands: [listed] })
      const beyond = sent.map(({ command }) => command).filter(isBeyond)
      expect([...new Set(beyond)]).toEqual([listed])
    },
  )

  it('has an id of its own wherever an answer is wanted, and none where not', async () => {
    const sent = await sendAll({ initData: { FIRST_RUN: true } })
    const told = sent.filter(({ id }) => id === '').map(({ command }) => command)
    expect(told).toEqual([TOGETHER, 'setInstall'])
    const ids = sent.map(({ id }) => id).filter((id) => id !== '')
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each([
    ['by messages that the page lists, and by no other way', true],
    ['by messages that all pages know, and calls over HTTP', false],
  ])('installs an app %s', async (_name, answersCalls) => {
    const { BX24, app, asked, refused, readAll, portal } = openInPortal(answersCalls)
    await installApp(BX24)
    BX24.close()
    expect(portal.handlers()).toMatchObject([{ event: 'ONCRMDEALADD', url: HANDLER_URL }])
    expect(app.installed).toBe(true)
    expect(refused).toEqual(answersCalls ? [] : [{ kind: 'unknown command', origin: APP_ORIGIN }])
    const commands = readAll().map(({ command }) => command)
    expect(commands.slice(0, 3)).toEqual([TOGETHER, 'getInterface', 'getInitData'])
    expect([...new Set(commands.filter((command) => !isBeyond(command)))].sort()).toEqual([
      ...['getInitData', 'getInterface', 'refreshAuth', 'setInstall', 'setInstallFinish', TOGETHER],
    ])
    expect(commands.filter(isBeyond)).toEqual(
      answersCalls ? [OPEN_PORT, 'callBind', 'callBind', 'callUnbind', 'callMethod'] : [],
    )
    const [bind, unbind] = ['POST /rest/event.bind.json', 'POST /rest/event.unbind.json']
    expect(asked).toEqual(answersCalls ? [] : [bind, bind, unbind, 'POST /rest/profile.json'])
  })
})
