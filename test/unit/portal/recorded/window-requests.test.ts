import { openTestFrame } from 'bx24-events/testing'
import { describe, expect, it } from 'vitest'
import { createInbox } from '../../../support/inbox.js'
import { nextTask } from '../../../support/next-task.js'
import { collectProcessErrors } from '../../../support/process-errors.js'
import { ANNA, BORIS, createTestPortal, PORTAL_ORIGIN } from '../../../support/test-portal.js'
import { ANSWERED, ANSWERED_BY_OTHERS, INIT_DATA, NAMES_OF_OBJECTS, SILENT } from './window-requests.js'

/** An app in a page that has the commands of live portals, and no others. */
function openApp(userId = ANNA) {
  const testPortal = createTestPortal()
  const { window } = openTestFrame(testPortal.portal, { app: testPortal.app, userId, answersCalls: false })
  const sid = window.name.split('|').at(-1) ?? ''
  const heard = createInbox<string>()
  window.addEventListener('message', ({ data }) => heard.push(data))

  function fillIn(value: unknown): unknown {
    if (typeof value === 'string') return value.replace('<sid>', sid).replace('<SID>', sid.toUpperCase())
    if (Array.isArray(value)) return value.map(fillIn)
    if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
      return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillIn(inner)]))
  }

  return {
    ...testPortal,
    heard,
    send: (message: unknown) => window.parent.postMessage(fillIn(message) as string, PORTAL_ORIGIN),
    /** Resolves once all that was sent so far has been answered, if it is. */
    async settle() {
      window.parent.postMessage(`getInterface::last:${sid}`, PORTAL_ORIGIN)
      await heard.next((text) => text.startsWith('last:'))
      await nextTask()
      return heard.all.filter((text) => !text.startsWith('last:'))
    },
  }
}

describe('what live portals answer', () => {
  it.each(Object.entries(ANSWERED))('is answered here too: %s', async (_name, request) => {
    const { sent, answeredTo, answer = INIT_DATA } = request
    const { send, heard } = openApp()
    send(sent)
    const reply = await heard.next()
    expect(reply.slice(0, answeredTo?.length)).toBe(answeredTo)
    expect(JSON.parse(reply.slice(`${answeredTo}:`.length))).toEqual(answer)
  })

  it('is answered in the order of asking, but for what a server is asked', async () => {
    const { send, settle } = openApp()
    send('refreshAuth:{}:1:<sid>')
    send('getInterface::2:<sid>')
    send('getInitData::3:<sid>')
    const ids = (await settle()).map((text) => text.split(':')[0])
    expect(ids.filter((id) => id !== '1')).toEqual(['2', '3'])
    expect(ids).toContain('1')
  })

  it('tells of the first run in its first answer only', async () => {
    const { send, settle } = openApp()
    send('getInitData::1:<sid>')
    send('getInitData::2:<sid>')
    const answers = (await settle()).map((text) => JSON.parse(text.slice(2)).FIRST_RUN)
    expect(answers).toEqual([true, false])
  })

  it('renews a token for each who asks', async () => {
    const { send, settle } = openApp()
    send('refreshAuth:{}:1:<sid>')
    send('refreshAuth:{}:2:<sid>')
    const tokens = (await settle()).map((text) => JSON.parse(text.slice(2)).AUTH_ID)
    expect(new Set(tokens).size).toBe(2)
  })
})

describe('what live portals meet with silence', () => {
  it.each(Object.entries(SILENT))('is met with it here too: %s', async (_name, sent) => {
    const { send, settle, portal } = openApp()
    const errors = await collectProcessErrors(async () => {
      send(sent)
      expect(await settle()).toEqual([])
    })
    expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
    expect(portal.handlers()).toEqual([])
  })

  it('is what a user sets for the app without being an administrator', async () => {
    const { send, settle } = openApp(BORIS)
    send('setAppOption:{"name":"a","value":"1"}:7:<sid>')
    expect(await settle()).toEqual([])
  })

  it.each([
    ['finishes the installation', 'setInstallFinish:{}::<sid>'],
    ['finishes it, as the official SDK says it', 'setInstallFinish:7:<sid>'],
  ])('is what %s', async (_name, sent) => {
    const { send, settle } = openApp()
    send(sent)
    expect(await settle()).toEqual([])
  })
})

describe('where this portal differs from live ones', () => {
  it.each(NAMES_OF_OBJECTS)('it has no command %s, and nothing breaks', async (name) => {
    const { send, settle } = openApp()
    const errors = await collectProcessErrors(async () => {
      send(`${name}:{}:7:<sid>`)
      send(`${name}:"params":7:<sid>`)
      expect(await settle()).toEqual([])
    })
    expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
  })

  it.each(Object.entries(ANSWERED_BY_OTHERS))(
    'it takes no request for one that has not its form: %s',
    async (_name, sent) => {
      const { send, settle } = openApp()
      send(sent)
      expect(await settle()).toEqual([])
    },
  )

  it('answers getInterface first, also where it is asked last', async () => {
    const { send, settle } = openApp()
    send('getInitData::1:<sid>')
    send('getInterface::2:<sid>')
    expect((await settle()).map((text) => text.split(':')[0])).toEqual(['2', '1'])
  })

  it('reads what is no object as no parameters', async () => {
    const { send, heard } = openApp()
    send('setInstall::7:<sid>')
    expect(await heard.next()).toBe('7:{}')
  })
})
