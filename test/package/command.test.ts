import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { commandOf, type RunningCommand, startCommand } from '../support/command.js'
import { ask } from '../support/http.js'
import { findSilentOrigin, startServer, type TestServer } from '../support/http-server.js'
import { runToEnd } from '../support/run.js'

const packed = inject('packedPackage')
const { consumer } = packed
/** An app, and a free port. */
const APP = ['http://127.0.0.1:3000/', '--port', '0']

let app: TestServer
let folder: string
let running: RunningCommand | undefined
beforeEach(async () => {
  app = await startServer((_request, response) => response.end('<p>App</p>'))
  folder = await mkdtemp(join(tmpdir(), 'command-'))
})
afterEach(async () => {
  await running?.close()
  running = undefined
  await app.close()
  await rm(folder, { recursive: true })
})

const start = async (...parameters: string[]) => {
  running = await startCommand(packed, [`${app.origin}/`, ...parameters])
  return running
}

function run(...parameters: string[]) {
  const [node, ...file] = commandOf(consumer)
  return runToEnd(node, [...file, ...parameters], { folder: consumer, timeout: 20_000 })
}

describe('the command', () => {
  it('is what npm installs as bx24-portal, and says its version and how it is used', async () => {
    const { version } = JSON.parse(
      await readFile(join(consumer, 'node_modules/bx24-events/package.json'), 'utf8'),
    )
    const installed = join(consumer, 'node_modules/.bin/bx24-portal')
    expect(await runToEnd(installed, ['--version'])).toMatchObject({
      status: 0,
      output: `${version}\n`,
      errors: '',
    })
    const help = await run('-h')
    expect(help).toMatchObject({ status: 0, errors: '' })
    expect(help.output).toContain('npx bx24-portal http://127.0.0.1:3000/')
    for (const line of help.output.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })

  it('opens a portal, and says where it is and what the app is known by', async () => {
    const { url, lines } = await start('--client-id', 'local.mine')
    expect((await ask(url)).text).toContain('<title>Simulated portal</title>')
    expect((await lines.next((line) => line.startsWith('client_id'))).split(/\s+/)[1]).toBe('local.mine')
    expect(await lines.next((line) => line.startsWith('client_secret'))).toMatch(/\s[\da-f]{32}$/)
  })

  it.each([
    [
      [],
      'the documented rules, and has a page that answers callBind itself. For those of a live portal: --live.',
    ],
    [['--live'], 'the current rules, and has a page without callBind, as live ones.'],
  ])(
    'says which rules and which page these are, and how to get those of a live portal: %j',
    async (flags, kind) => {
      const { lines } = await start(...flags)
      expect(await lines.next((line) => line.startsWith('It keeps'))).toBe(`It keeps          ${kind}`)
    },
  )

  it('tells of what an app calls that the portal does not have, once, and answers what it is given', async () => {
    const { url, notes } = await start(
      '--answers',
      await answersFile('{"crm.deal.list":[{"ID":"1"}]}'),
      '--state',
      state(),
    )
    const { apps, webhooks } = JSON.parse(await readFile(state(), 'utf8'))
    expect({ apps: apps.length, webhooks }).toEqual({ apps: 1, webhooks: [] })
    const live = await frameToken(url)
    const call = async (method: string) =>
      JSON.parse((await ask(`${url}rest/${method}?auth=${live}`)).text) as {
        result?: unknown
        error?: string
      }
    expect((await call('crm.deal.list')).result).toEqual([{ ID: '1' }])
    for (const method of ['crm.lead.list', 'CRM.lead.list', 'tasks.task.list', '%1b[31mred'])
      expect((await call(method)).error).toBe('ERROR_METHOD_NOT_FOUND')
    await notes.next((note) => note.includes('tasks.task.list'))
    const red = await notes.next((note) => note.includes('red'))
    expect(red).not.toContain('\u001b')
    expect(notes.all.filter((note) => /crm\.lead\.list/i.test(note))).toHaveLength(1)
    expect(notes.all.join()).not.toContain('crm.deal.list')
  })
})

const state = () => join(folder, 'portal.json')

async function answersFile(text: string): Promise<string> {
  const path = join(folder, 'answers.json')
  await writeFile(path, text)
  return path
}

/** A token of the app's frame. */
async function frameToken(url: string): Promise<string> {
  const headers = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' }
  const { text } = await ask(`${url}api/frame/1/initData`, { method: 'POST', headers, body: '{}' })
  return JSON.parse(text).AUTH_ID
}

describe('where it can not do what it is asked for', () => {
  it.each<[string, string[], number, string]>([
    ['no app', [], 2, 'Which app?'],
    ['no scheme', ['127.0.0.1:3000'], 2, 'Did you mean http://127.0.0.1:3000?'],
    ['an unknown flag', [...APP, '--prot', '1'], 2, 'Did you mean --port?'],
    ['a host that is none', [...APP, '--host', 'http://x'], 2, 'host: expected'],
    [
      'an origin with a path',
      [...APP, '--forward', 'https://a.example/x=http://b.example'],
      2,
      'forward: expected an origin',
    ],
    [
      'an address that is not here',
      [...APP, '--host', '203.0.113.7'],
      1,
      'this machine has no address 203.0.113.7',
    ],
    [
      'a state that can not be written',
      [...APP, '--state', '/no/such/folder/x'],
      1,
      'state: /no/such/folder/x could not be written: there is no folder /no/such/folder',
    ],
  ])('says so in one line, and by its status: %s', async (_what, parameters, status, says) => {
    const finished = await run(...parameters)
    expect(finished).toMatchObject({ status, output: '' })
    expect(finished.errors).toContain(says)
    expect(finished.errors).toMatch(/^bx24-portal: [^\n]+\n$/)
  })

  it('says which port is taken', async () => {
    const { port } = new URL(app.origin)
    const { status, errors } = await run(`${app.origin}/`, '--port', port)
    expect({ status, errors }).toEqual({
      status: 1,
      errors: `bx24-portal: --port: ${port} is taken, by another portal perhaps: end that, or choose another one (0 is a free one).\n`,
    })
  })

  it('says who has the state already, and leaves it to him; not who had it, and was killed', async () => {
    const { url, signal, ended } = await start('--state', state())
    const token = await frameToken(url)
    const { status, output, errors } = await run(...APP, '--state', state())
    expect({ status, output }).toEqual({ status: 1, output: '' })
    expect(errors).toMatch(/^bx24-portal: [^\n]+\n$/)
    expect(errors).toContain(`state: ${state()} is kept by another portal, of process `)
    await expect.poll(() => readFile(state(), 'utf8')).toContain(token)
    signal('SIGKILL')
    await ended
    const next = await start('--state', state())
    expect((await ask(`${next.url}rest/profile?auth=${token}`)).status).toBe(200)
    next.signal('SIGTERM')
    expect(await next.ended).toBe(0)
    expect(await readdir(folder)).toEqual(['portal.json'])
  })

  it('says that the app does not run, and goes on: it may come up later', async () => {
    const origin = await findSilentOrigin()
    running = await startCommand(packed, [`${origin}/`])
    expect(await running.notes.next()).toContain(`can't be reached at ${origin}/: nothing listens there`)
    expect((await ask(running.url)).status).toBe(200)
  })
})

describe('ending', () => {
  const kept = async () => JSON.parse(await readFile(state(), 'utf8'))

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s leaves the state in its file, and nothing else behind',
    async (signal) => {
      const { url, signal: send, ended } = await start('--state', state())
      const token = await frameToken(url)
      send(signal)
      expect(await ended).toBe(0)
      expect((await kept()).tokens.access).toContainEqual(expect.objectContaining({ accessToken: token }))
      await expect(ask(url)).rejects.toThrow('ECONNREFUSED')
    },
  )

  it('by a Ctrl-C that reaches it twice, as from npx, is the same', async () => {
    const { url, signal, ended } = await start('--state', state())
    const token = await frameToken(url)
    signal('SIGINT')
    signal('SIGINT')
    expect(await ended).toBe(0)
    expect(JSON.stringify(await kept())).toContain(token)
  })

  it('is not what it does because nobody reads any more what it says', async () => {
    const { url, stopReading, signal, ended } = await start('--state', state())
    const token = await frameToken(url)
    stopReading()
    // Each is told of in a line.
    for (const method of ['crm.lead.list', 'crm.deal.list'])
      expect((await ask(`${url}rest/${method}?auth=${token}`)).status).toBe(404)
    expect((await ask(`${url}rest/profile?auth=${token}`)).status).toBe(200)
    signal('SIGTERM')
    expect(await ended).toBe(0)
    expect(JSON.stringify(await kept())).toContain(token)
  })

  it('under npx by Ctrl-C leaves the state too', async () => {
    running = await startCommand(packed, [`${app.origin}/`, '--state', state()], {
      program: ['npx', '--offline', 'bx24-portal'],
    })
    const token = await frameToken(running.url)
    running.signal('SIGINT')
    await running.ended
    expect(JSON.stringify(await kept())).toContain(token)
    await expect(ask(running.url)).rejects.toThrow('ECONNREFUSED')
  })
})
