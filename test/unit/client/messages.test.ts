import { createBX24 } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { openScriptedPage, type ScriptedPageOptions } from '../../support/scripted-page.js'
import { HANDLER_URL } from '../../support/test-portal.js'

/** What pages of live portals were seen to take: a command, JSON that is an object, an id or none, the sid. */
const RECORDED_FORM = /^(\w+):(\{.*\}):([^:]*):sid-1$/s

/** The commands that pages of live portals have in common, as far as the client needs them. */
const STANDARD = ['getInterface', 'getInitData', 'refreshAuth', 'setInstall', 'setInstallFinish']

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
  return page.sent.map((text) => {
    const [, command = '', params = '', id = ''] = RECORDED_FORM.exec(text) ?? []
    expect(command, `no such form: ${text}`).not.toBe('')
    expect(JSON.parse(params)).toBeTypeOf('object')
    return { command, id }
  })
}

describe('what the client sends', () => {
  it.each<[string, ScriptedPageOptions]>([
    ['a first run', { commands: [], initData: { FIRST_RUN: true } }],
    ['an installation', { commands: [], initData: { INSTALL: true } }],
    ['an app in use', { commands: [] }],
  ])('to a page of a live portal, in %s, is what such pages understand', async (_name, options) => {
    const sent = await sendAll(options)
    expect(sent.map(({ command }) => command).filter((command) => !STANDARD.includes(command))).toEqual([])
    expect(sent[0]?.command).toBe('getInterface')
    expect(sent[1]?.command).toBe('getInitData')
  })

  it.each(['callBind', 'callUnbind', 'callMethod'])(
    'beyond that is what the page lists: %s',
    async (listed) => {
      const sent = await sendAll({ commands: [listed] })
      const beyond = sent.map(({ command }) => command).filter((command) => !STANDARD.includes(command))
      expect([...new Set(beyond)]).toEqual([listed])
    },
  )

  it('has an id of its own wherever an answer is wanted, and none where not', async () => {
    const sent = await sendAll({ initData: { FIRST_RUN: true } })
    const told = sent.filter(({ id }) => id === '').map(({ command }) => command)
    expect(told).toEqual(['setInstall'])
    const ids = sent.map(({ id }) => id).filter((id) => id !== '')
    expect(new Set(ids).size).toBe(ids.length)
  })
})
