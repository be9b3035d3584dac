import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { openTestApp } from '../../support/test-app.js'
import { PORTAL_ORIGIN } from '../../support/test-portal.js'

/** An app that speaks by hand, and does not wait for answers. */
function openApp() {
  const testApp = openTestApp()
  const { window } = testApp.frame
  const sid = window.name.split('|').at(-1)
  const heard: unknown[] = []
  window.addEventListener('message', ({ data }) => heard.push(data))
  return {
    ...testApp,
    ...{ heard },
    async say(command: string, params: unknown, id = '7') {
      window.parent.postMessage(`${command}:${JSON.stringify(params)}:${id}:${sid}`, PORTAL_ORIGIN)
      await nextTask()
    },
    get reopened() {
      return testApp.reopened
    },
  }
}

describe('the title of the place', () => {
  it.each([
    ['Hi', 'Hi'],
    ['', ''],
    [5, '5'],
    ['<b>bold</b>', '<b>bold</b>'],
  ])('is what the app says: %j', async (title, shown) => {
    const { frame, say } = openApp()
    await say('setTitle', { title: 'before' })
    await say('setTitle', { title })
    expect(frame.title).toBe(shown)
  })

  it.each([undefined, null, {}, ['a'], true])('stays where what the app says is none: %j', async (title) => {
    const { frame, say, heard } = openApp()
    await say('setTitle', { title: 'before' })
    await say('setTitle', { title })
    expect(frame.title).toBe('before')
    expect(heard).toHaveLength(2)
  })
})

describe('the size of the place', () => {
  it('stays as it was made, in each direction', async () => {
    const { frame, say } = openApp()
    await say('resizeWindow', { width: 500, height: 300 })
    await say('resizeWindow', { width: 600 })
    expect(frame.size).toEqual({ width: 600, height: 300 })
    await say('resizeWindow', { width: '100%', height: 'much' })
    expect(frame.size).toEqual({ width: 1000, height: 300 })
  })

  it('has a bound, whatever the app asks for', async () => {
    const { frame, say, heard } = openApp()
    await say('resizeWindow', { width: 1e9, height: '99999999999999999999px' })
    expect(frame.size).toEqual({ width: 10_000, height: 10_000 })
    expect(heard).toEqual(['7:{"width":10000,"height":10000}'])
  })
})

it('the page scrolls to where the app says, and not to where there is nothing', async () => {
  const { frame, say } = openApp()
  await say('setScroll', { scroll: 120 })
  for (const scroll of [-1, 'down', null, undefined]) await say('setScroll', { scroll })
  expect(frame.scrollTop).toBe(120)
  await say('setScroll', { scroll: '0' })
  expect(frame.scrollTop).toBe(0)
})

it('the page is loaded anew when the app asks for it, and nobody is there to be answered', async () => {
  const app = openApp()
  await app.say('reloadWindow', {})
  expect([app.reopened, app.heard]).toEqual([1, []])
})

describe('what live portals have and this one does not simulate', () => {
  const COMMANDS = [
    ...['openApplication', 'closeApplication', 'openPath', 'selectUser', 'selectAccess', 'selectCRM'],
    ...['imCallTo', 'imPhoneTo', 'imOpenMessenger', 'imOpenHistory'],
  ]

  it.each(COMMANDS)('gets no answer, and is told of by its name, once: %s', async (command) => {
    const { say, heard, wire, diagnostics } = openApp()
    await say(command, { secret: 'S' })
    await say(command, { secret: 'S' })
    expect(heard).toEqual([])
    expect(wire).toMatchObject([
      { command, refused: 'not simulated' },
      { command, refused: 'not simulated' },
    ])
    expect(diagnostics).toEqual([{ kind: 'not simulated', origin: 'https://app.example.com', command }])
  })

  it('is told of each by itself, and what somebody made up without its name', async () => {
    const { say, diagnostics } = openApp()
    for (const command of ['selectUser', 'openPath', 'selectUsers', 'secret-1']) await say(command, {})
    expect(diagnostics.map(({ kind, command }) => [kind, command])).toEqual([
      ['not simulated', 'selectUser'],
      ['not simulated', 'openPath'],
      ['unknown command', undefined],
    ])
  })
})
