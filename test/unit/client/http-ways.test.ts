import type { BX24Client, BX24Options } from 'bx24-events'
import { describe, expect, it, vi } from 'vitest'
import { CALL_METHOD, METHOD_COMMANDS } from '../../../src/protocol/rest.js'
import { INIT_DATA } from '../../support/init-data.js'
import { nextTask } from '../../support/next-task.js'
import { openScriptedApp } from '../../support/rest-app.js'
import type { ScriptedPage, ScriptedPageOptions } from '../../support/scripted-page.js'
import { HANDLER_URL, PORTAL_ORIGIN } from '../../support/test-portal.js'

type Route = NonNullable<BX24Options['route']>

/** What an app can call, and the command of a page that carries it. */
const CALLS: readonly [method: string, command: string, call: (BX24: BX24Client) => Promise<unknown>][] = [
  ['event.bind', 'callBind', ({ callBind }) => callBind('OnCrmDealAdd', HANDLER_URL)],
  ['event.unbind', 'callUnbind', ({ callUnbind }) => callUnbind('OnCrmDealAdd', HANDLER_URL)],
  ['event.unbind', 'callUnbind', ({ callUnBind }) => callUnBind('OnCrmDealAdd', HANDLER_URL)],
  ['event.bind', 'callBind', ({ callMethod }) => callMethod('event.bind', { event: 'a', handler: 'b' })],
  ['event.unbind', 'callUnbind', ({ callMethod }) => callMethod('event.unbind', { event: 'a' })],
  ['profile', 'callMethod', ({ callMethod }) => callMethod('profile')],
  ['batch', 'callMethod', ({ callMethod }) => callMethod('batch', { cmd: ['profile'] })],
]
const COMMANDS = [...METHOD_COMMANDS.values(), CALL_METHOD]

const OVER_HTTP = INIT_DATA.AUTH_ID

/** An app in a page that carries out all that it is asked. */
function openApp(options: ScriptedPageOptions, route?: Route) {
  const { page, BX24, requests } = openScriptedApp({ ...options, ...(route && { client: { route } }) })
  void answerAll(page)
  /** The commands that the page was sent. It may be asked what it lists, and leave that to nobody. */
  const commands = () =>
    page.requests.all.map(({ command }) => command).filter((command) => command !== 'getInterface')
  return { BX24, commands, urls: () => requests.map(({ url }) => url) }
}

async function answerAll(page: ScriptedPage): Promise<never> {
  const isCall = ({ command }: { command: string }) => command !== 'getInterface'
  for (;;) page.reply(await page.requests.next(isCall), { status: 200, answer: { result: 'by message' } })
}

/** What a page lists; the last ones list nothing that can be read. */
const LISTS: readonly [name: string, listed: readonly string[], options: ScriptedPageOptions][] = [
  ['all', COMMANDS, { commands: COMMANDS }],
  ...COMMANDS.map((one): (typeof LISTS)[number] => [one, [one], { commands: [one] }]),
  ...COMMANDS.map((one): (typeof LISTS)[number] => {
    const others = COMMANDS.filter((command) => command !== one)
    return [`all but ${one}`, others, { commands: others }]
  }),
  ['others', [], { commands: ['resizeWindow', 'callbind', 'CALLMETHOD', null, 5, ['callBind']] }],
  ['none', [], { commands: [] }],
  ['no list', [], { commands: 'callBind callUnbind callMethod' }],
  ['nothing, as it does not know the question', [], { silentAbout: ['getInterface'] }],
]

describe.each(LISTS)('where the page lists %s', (_name, listed, options) => {
  it.each(CALLS)('%s goes by message where %s is listed, and else over HTTP, in no time', async (...one) => {
    const [method, command, call] = one
    vi.useFakeTimers()
    try {
      const { BX24, urls, commands } = openApp(options)
      const isListed = listed.includes(command)
      expect(await call(BX24)).toBe(isListed ? 'by message' : OVER_HTTP)
      expect(commands()).toEqual(isListed ? [command] : [])
      expect(urls()).toEqual(isListed ? [] : [`${PORTAL_ORIGIN}/rest/${method}.json`])
    } finally {
      vi.useRealTimers()
    }
  })

  it.each(CALLS)('%s goes over HTTP by the route of that name', async (method, _command, call) => {
    const { BX24, urls, commands } = openApp(options, 'rest')
    expect(await call(BX24)).toBe(OVER_HTTP)
    expect(commands()).toEqual([])
    expect(urls()).toEqual([`${PORTAL_ORIGIN}/rest/${method}.json`])
  })

  it.each(CALLS)('%s goes by message or not at all by the route of that name', async (...one) => {
    const [method, command, call] = one
    const { BX24, urls } = openApp(options, 'message')
    const end = await call(BX24).catch((reason: unknown) => reason)
    if (listed.includes(command)) expect(end).toBe('by message')
    else expect(end).toMatchObject({ code: 'NOT_SUPPORTED', status: 0, method })
    expect(urls()).toEqual([])
  })
})

it('a call that can go by no way is told to its callback too, once', async () => {
  const { BX24 } = openApp({ commands: [] }, 'message')
  const told: unknown[] = []
  void BX24.callBind('OnCrmDealAdd', HANDLER_URL, 0, (result) =>
    told.push(result.error()?.code, result.status),
  )
  for (let task = 0; task < 5; task++) await nextTask()
  expect(told).toEqual(['NOT_SUPPORTED', 0])
})
