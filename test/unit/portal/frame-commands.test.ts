import type { AppHost, FrameDiagnostic } from 'bx24-events/portal'
import { openTestFrame } from 'bx24-events/testing'
import { describe, expect, it } from 'vitest'
import { createInbox } from '../../support/inbox.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, BORIS, createTestPortal, type TestPortalOptions } from '../../support/test-portal.js'

interface FrameOptions {
  readonly userId?: number
  readonly answersCalls?: boolean
  readonly portal?: TestPortalOptions
  /** What the frame's host does differently. */
  readonly host?: Partial<AppHost>
  readonly onDiagnostic?: (diagnostic: FrameDiagnostic) => void
}

/** A frame whose app asks by hand. */
function openFrame({ userId = ANNA, portal: options, host, onDiagnostic, ...rest }: FrameOptions = {}) {
  const testPortal = createTestPortal(options)
  const { portal, app } = testPortal
  const diagnostics: string[] = []
  const { window } = openTestFrame(portal, {
    app: { ...app, hostFor: (id) => ({ ...app.hostFor(id), ...host }) },
    userId,
    ...rest,
    onDiagnostic(diagnostic) {
      diagnostics.push(diagnostic.kind)
      onDiagnostic?.(diagnostic)
    },
  })
  const sid = window.name.split('|').at(-1)
  const heard = createInbox<string>()
  window.addEventListener('message', ({ data }) => heard.push(data))
  let lastId = 0

  /** Asks something, and answers with how the answer will begin. */
  function say(command: string, params = ''): string {
    window.parent.postMessage(`${command}:${params}:${++lastId}:${sid}`, portal.origin)
    return `${lastId}:`
  }

  async function ask(command: string, params?: string) {
    const prefix = say(command, params)
    const answer = await heard.next((text) => text.startsWith(prefix))
    return JSON.parse(answer.slice(prefix.length))
  }

  return { ...testPortal, window, heard, diagnostics, say, ask }
}

describe('a page of today', () => {
  it('lists no command that carries calls, and has none', async () => {
    const { ask, say, diagnostics, portal, heard } = openFrame({ answersCalls: false })
    expect(await ask('getInterface')).toEqual({ command: [], event: [] })
    for (const command of ['callBind', 'callUnbind', 'callMethod']) {
      say(command, '{"event":"OnCrmDealAdd","handler":"https://app.example.com/","method":"profile"}')
    }
    expect(await ask('getInitData')).toMatchObject({ DOMAIN: 'portal.example.com' })
    await nextTask()
    expect(heard.all).toHaveLength(2)
    expect([diagnostics, portal.handlers()]).toEqual([['unknown command'], []])
  })

  it('has them where it answers calls', async () => {
    const { ask, portal } = openFrame({ answersCalls: true })
    const params = '{"event":"OnCrmDealAdd","handler":"https://app.example.com/"}'
    expect(await ask('callBind', params)).toMatchObject({ status: 200, answer: { result: true } })
    expect(portal.handlers()).toHaveLength(1)
  })
})

describe('getInterface', () => {
  it('lists the commands that portals of today do not have', async () => {
    const { command, event } = await openFrame().ask('getInterface')
    expect(command.sort()).toEqual(['callBind', 'callMethod', 'callUnbind', 'openPort', 'together'])
    expect(event).toEqual([])
  })

  it('is answered before getInitData, which was asked in the same moment', async () => {
    const { say, heard } = openFrame()
    say('getInterface')
    say('getInitData')
    expect([await heard.next(), await heard.next()].map((text) => text.slice(0, 2))).toEqual(['1:', '2:'])
  })
})

describe('getInitData', () => {
  it('tells who and where the app is', async () => {
    const { portal, ask } = openFrame({ userId: BORIS, portal: { language: 'de' } })
    const data = await ask('getInitData')
    expect(data).toEqual({
      ...{ LANG: 'de', DOMAIN: 'portal.example.com', PROTOCOL: 1, PATH: '/rest' },
      ...{ AUTH_ID: expect.any(String), AUTH_EXPIRES: '3600', REFRESH_ID: expect.any(String) },
      ...{ MEMBER_ID: expect.any(String), FIRST_RUN: true, IS_ADMIN: false, INSTALL: false },
      ...{ USER_OPTIONS: {}, APP_OPTIONS: {}, PLACEMENT: 'DEFAULT', PLACEMENT_OPTIONS: null },
    })
    expect((await portal.call(data.AUTH_ID, 'profile')).answer.result).toMatchObject({ NAME: 'Boris' })
  })

  it("tells a portal over http, an administrator, and the app's placement", async () => {
    const app = { placement: 'CRM_DEAL_DETAIL_TAB', placementOptions: { ID: '5' }, installed: false }
    const { ask } = openFrame({ portal: { app, origin: 'http://localhost:5174' } })
    expect(await ask('getInitData')).toMatchObject({
      ...{
        DOMAIN: 'localhost:5174',
        PROTOCOL: 0,
        IS_ADMIN: true,
        INSTALL: true,
        PLACEMENT: 'CRM_DEAL_DETAIL_TAB',
        PLACEMENT_OPTIONS: { ID: '5' },
      },
    })
  })

  it('tells of a first run in the first answer only', async () => {
    const { ask } = openFrame()
    expect((await ask('getInitData')).FIRST_RUN).toBe(true)
    expect((await ask('getInitData')).FIRST_RUN).toBe(false)
  })

  it('tells of none to a user who has run the app before', async () => {
    const { app, ask } = openFrame()
    await app.hostFor(ANNA).setOption({ kind: 'install', name: 'install', value: true })
    expect((await ask('getInitData')).FIRST_RUN).toBe(false)
  })

  it('tells of it in the first answer also where the first question fails', async () => {
    let isDown = true
    const { app } = createTestPortal()
    const { ask, say, diagnostics } = openFrame({
      host: {
        async initData() {
          if (isDown) throw new Error('offline')
          return app.hostFor(ANNA).initData()
        },
      },
    })
    say('getInitData')
    await nextTask()
    expect(diagnostics).toEqual(['command failed'])
    isDown = false
    expect((await ask('getInitData')).FIRST_RUN).toBe(true)
    expect((await ask('getInitData')).FIRST_RUN).toBe(false)
  })

  it('tells of it once where it is asked twice at once: in what is answered first', async () => {
    const { app } = createTestPortal()
    const answers: (() => void)[] = []
    const { ask } = openFrame({
      host: {
        async initData() {
          await new Promise<void>((resolve) => answers.push(resolve))
          return app.hostFor(ANNA).initData()
        },
      },
    })
    const asked = [ask('getInitData'), ask('getInitData')]
    await nextTask()
    for (const answer of answers.reverse()) {
      answer()
      await nextTask()
    }
    expect((await Promise.all(asked)).map(({ FIRST_RUN }) => FIRST_RUN)).toEqual([false, true])
  })
})

describe('setInstall', () => {
  it("ends the user's first run, and answers with what it was given", async () => {
    const { portal, app, ask } = openFrame()
    expect(await ask('setInstall', '{"install":true}')).toEqual({ install: true })
    const again = await app.hostFor(ANNA).initData()
    expect(again.FIRST_RUN).toBe(false)
    expect((await app.hostFor(BORIS).initData()).FIRST_RUN).toBe(true)
    expect(portal.apps()).toEqual([app])
  })
})

describe('refreshAuth', () => {
  it('answers with a new token that works', async () => {
    const { portal, ask } = openFrame()
    const [first, second] = [await ask('refreshAuth', '{}'), await ask('refreshAuth', '{}')]
    expect(first).toEqual({
      AUTH_ID: expect.any(String),
      AUTH_EXPIRES: '3600',
      REFRESH_ID: expect.any(String),
    })
    expect(second.AUTH_ID).not.toBe(first.AUTH_ID)
    expect((await portal.call(second.AUTH_ID, 'profile')).status).toBe(200)
  })

  it('answers nothing where there is no new token, as portals do, and the page goes on', async () => {
    const { say, ask, heard, diagnostics } = openFrame({
      host: { refreshAuth: () => Promise.reject(new Error('no token')) },
    })
    say('refreshAuth', '{}')
    await nextTask()
    expect(heard.all).toEqual([])
    expect(diagnostics).toEqual(['command failed'])
    expect(await ask('getInterface')).toHaveProperty('command')
  })
})

describe('setUserOption', () => {
  it('keeps an option of the user, and answers with what it was given', async () => {
    const { app, ask } = openFrame({ userId: BORIS })
    expect(await ask('setUserOption', '{"name":"a","value":"1"}')).toEqual({ name: 'a', value: '1' })
    await ask('setUserOption', '{"name":"b","value":{"c":2}}')
    expect(await app.hostFor(BORIS).initData()).toMatchObject({ USER_OPTIONS: { a: '1', b: { c: 2 } } })
    expect((await app.hostFor(ANNA).initData()).USER_OPTIONS).toEqual({})
  })
})

describe('setAppOption', () => {
  it('keeps an option of the app for all its users, and answers with all of them', async () => {
    const { portal, app, ask } = openFrame()
    expect(await ask('setAppOption', '{"name":"a","value":"1"}')).toEqual({ a: '1' })
    expect(await ask('setAppOption', '{"name":"__proto__","value":"2"}')).toEqual(
      JSON.parse('{"a":"1","__proto__":"2"}'),
    )
    expect((await app.hostFor(BORIS).initData()).APP_OPTIONS).toHaveProperty('a', '1')
    expect(portal.snapshot().apps[0]?.appOptions).toHaveProperty('a', '1')
  })

  it('is for administrators: others get no answer, as in live portals, and nothing is kept', async () => {
    const { app, say, ask, heard, diagnostics } = openFrame({ userId: BORIS })
    say('setAppOption', '{"name":"a","value":"1"}')
    await nextTask()
    expect(heard.all).toEqual([])
    expect(diagnostics).toEqual(['command failed'])
    expect((await app.hostFor(ANNA).initData()).APP_OPTIONS).toEqual({})
    expect(await ask('getInterface')).toHaveProperty('command')
  })

  it.each(['{}', '{"name":5,"value":"1"}', '{"name":""}'])('needs a name: %s', async (params) => {
    const { say, ask, heard, diagnostics } = openFrame()
    for (const command of ['setUserOption', 'setAppOption']) say(command, params)
    await nextTask()
    expect(heard.all).toEqual([])
    expect(diagnostics).toEqual(['command failed', 'command failed'])
    expect(await ask('setAppOption', '{"name":"a","value":"1"}')).toEqual({ a: '1' })
  })
})

describe('the commands that carry calls', () => {
  it('answer with the status and the body that the call would have over HTTP', async () => {
    const { portal, app, ask } = openFrame()
    const params = { event: 'OnNothing', handler: 'https://app.example.com/' }
    const { time: _time, ...answer } = (await portal.call(app.tokenFor(ANNA), 'event.bind', params)).answer
    expect(await ask('callBind', JSON.stringify(params))).toMatchObject({ status: 400, answer })
  })

  it.each(['auth', 'AUTH', 'Auth'])('take nobody else for the caller, whatever `%s` says', async (name) => {
    const { app, ask } = openFrame({ userId: BORIS })
    const auth = { [name]: app.tokenFor(ANNA) }
    const bind = { event: 'OnCrmDealAdd', handler: 'https://app.example.com/', ...auth }
    expect(await ask('callBind', JSON.stringify(bind))).toMatchObject({ status: 403 })
    const { answer } = await ask('callMethod', JSON.stringify({ method: 'profile', params: auth, ...auth }))
    expect(answer.result).toMatchObject({ NAME: 'Boris' })
  })

  it.each(['{}', '{"method":null}', '{"method":["profile"]}', '{"method":"constructor"}', 'null', ''])(
    'know no method in %j',
    async (params) => {
      const { ask } = openFrame()
      expect(await ask('callMethod', params)).toMatchObject({
        ...{ status: 404, answer: { error: 'ERROR_METHOD_NOT_FOUND' } },
      })
      expect((await ask('callMethod', '{"method":"profile"}')).status).toBe(200)
    },
  )

  it.each<[string, AppHost['call']]>([
    ['later', () => Promise.reject(new Error('offline'))],
    [
      'at once',
      () => {
        throw new Error('offline')
      },
    ],
  ])('answer with an error where the page can not reach its portal, and says so %s', async (_when, call) => {
    const told: FrameDiagnostic[] = []
    const { ask } = openFrame({
      host: { call },
      onDiagnostic: (diagnostic) => told.push(diagnostic),
    })
    expect(await ask('callMethod', '{"method":"profile"}')).toMatchObject({
      status: 500,
      answer: { error: 'INTERNAL_SERVER_ERROR', error_description: expect.any(String) },
    })
    await ask('callMethod', '{"method":"profile"}')
    await ask('callBind')
    expect(told).toMatchObject([
      { kind: 'command failed', command: 'callMethod', cause: { message: 'offline' } },
      { kind: 'command failed', command: 'callBind', cause: { message: 'offline' } },
    ])
  })
})
