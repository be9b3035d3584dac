import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EVENT_CATALOG } from 'bx24-events/portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFlags } from '../../../src/command/read-flags.js'
import { readOptions } from '../../../src/command/read-options.js'
import { UsageError } from '../../../src/command/usage-error.js'

const URL = 'http://127.0.0.1:3000/'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answers-'))
})
afterAll(() => rm(folder, { recursive: true }))

const read = async (...parameters: string[]) => readOptions(readFlags(parameters))

describe('a newcomer, who names the app and nothing else,', () => {
  it('gets a portal in which every event can be bound, with two users, one of them no administrator', async () => {
    const { app, ...portal } = await read(URL)
    expect(app).toMatchObject({ title: 'App', url: URL })
    const scopes = new Set([...EVENT_CATALOG.values()].map(({ scope }) => scope))
    expect([...(app.scopes ?? []), 'basic'].sort()).toEqual([...scopes].sort())
    expect(portal).toEqual({
      port: 5174,
      users: [
        { id: 1, name: 'Anna', admin: true },
        { id: 2, name: 'Boris', admin: false },
      ],
      answersCalls: true,
      forward: {},
    })
  })
})

describe('a state that is there', () => {
  it('has its users, scopes and installation: only what a flag says is asked for', async () => {
    const state = join(folder, 'portal.json')
    const fresh = await read(URL, '--state', state)
    expect([fresh.users, fresh.app.scopes]).toEqual([expect.any(Array), expect.any(Array)])
    await writeFile(state, '{}')
    const app = { title: 'App', url: URL }
    expect(await read(URL, '--state', state)).toEqual({
      ...{ app, state, port: 5174, answersCalls: true, forward: {} },
    })
    const flags = ['--scope', 'crm', '--user', '7:Dora', '--not-installed']
    expect(await read(URL, '--state', state, ...flags)).toMatchObject({
      app: { ...app, scopes: ['crm'], installed: false },
      users: [{ id: 7, name: 'Dora', admin: false }],
    })
  })
})

describe('the flags', () => {
  it('say all that can be said of the app and of the portal', async () => {
    const answers = join(folder, 'answers.json')
    await writeFile(answers, '{"crm.deal.list":[]}')
    const options = await read(
      ...['--title', 'My app', '--scope', 'crm,task', '--scope=crm user', '--app-version', '2.0'],
      ...['--not-installed', '--install-url', `${URL}install/`, URL],
      ...['--placement', 'CRM_DEAL_DETAIL_TAB', '--placement-options', '{"ID":"7"}'],
      ...['--client-id', 'local.1', '--client-secret', 'secret', '--open', 'post'],
      ...['--port', '0', '--host', '192.168.1.5', '--rules', 'current', '--language', 'de'],
      ...['--user', '7: Dora Smith :admin', '--user', '8:Emil', '--no-page-calls'],
      ...['--forward', `https://a.example=${URL}`, '--forward', 'https://b.example=http://127.0.0.1:4000'],
      ...['--answers', answers, '--state', 'portal.json'],
    )
    expect(options).toEqual({
      app: {
        ...{ title: 'My app', url: URL, scopes: ['crm', 'task', 'user'], version: '2.0', installed: false },
        ...{ installUrl: `${URL}install/`, clientId: 'local.1', clientSecret: 'secret' },
        ...{ placement: 'CRM_DEAL_DETAIL_TAB', placementOptions: { ID: '7' } },
      },
      ...{ port: 0, host: '192.168.1.5', rules: 'current', language: 'de', open: 'post' },
      users: [
        { id: 7, name: 'Dora Smith', admin: true },
        { id: 8, name: 'Emil', admin: false },
      ],
      answersCalls: false,
      forward: { 'https://a.example': URL, 'https://b.example': 'http://127.0.0.1:4000' },
      ...{ answers: { 'crm.deal.list': [] }, state: 'portal.json' },
    })
  })

  it('may name a file of answers as editors on Windows write it, with a mark before all else', async () => {
    const answers = join(folder, 'marked.json')
    await writeFile(answers, '\uFEFF{"crm.deal.list":[]}')
    expect(await read(URL, '--answers', answers)).toMatchObject({ answers: { 'crm.deal.list': [] } })
  })

  it('may leave the app without a scope of its own, and its place without a word', async () => {
    const { app } = await read(URL, '--scope', 'basic', '--placement-options', 'null')
    expect(app).toMatchObject({ scopes: ['basic'], placementOptions: null })
  })

  it.each([
    ['/install/', 'http://127.0.0.1:3000/install/'],
    ['./install.html?a=1', 'http://127.0.0.1:3000/app/install.html?a=1'],
    ['?install', 'http://127.0.0.1:3000/app/?install'],
    ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000/'],
  ])('may say where it is installed by a path of the app: %s', async (path, installUrl) => {
    expect((await read(`${URL}app/`, '--install-url', path)).app).toMatchObject({ installUrl })
  })

  it.each([[[]], [['--rules', 'current']], [['--no-page-calls']]])(
    'may ask for a portal as live ones are, also by what that stands for: --live %j',
    async (others) => {
      expect(await read(URL, '--live', ...others)).toMatchObject({ rules: 'current', answersCalls: false })
    },
  )
})

it.each(['no-such-thing', 'http:', 'localhost:99999', 'localhost:3000:3000', 'mailto:a@b.example', ''])(
  'no URL is suggested for what none can be made of: %s',
  async (text) => {
    const reading = read(text)
    await expect(reading).rejects.toThrow(`not ${text}.`)
    await reading.catch(({ message }) => expect(message).not.toMatch(/Did you mean|serve/))
  },
)

describe('what the command is given wrong it says in a line, with what to do', () => {
  it.each<[string[], string]>([
    [[], 'Which app? npx bx24-portal http://127.0.0.1:3000/ opens one; --help says more.'],
    [[URL, 'http://127.0.0.1:4000/'], 'One app at a time'],
    [['127.0.0.1:3000'], 'not 127.0.0.1:3000. Did you mean http://127.0.0.1:3000?'],
    [['localhost:3000/app'], 'not localhost:3000/app. Did you mean http://127.0.0.1:3000/app?'],
    [['LOCALHOST'], 'not LOCALHOST. Did you mean http://127.0.0.1?'],
    [['3000'], 'not 3000. Did you mean http://127.0.0.1:3000?'],
    [[':3000/app'], 'not :3000/app. Did you mean http://127.0.0.1:3000/app?'],
    [['web:3000'], 'not web:3000. Did you mean http://web:3000?'],
    [['app.example.com/index.html'], 'Did you mean http://app.example.com/index.html?'],
    [['app.example.com'], 'not app.example.com. Did you mean http://app.example.com?'],
    [
      ['file:///app/index.html'],
      'a URL that starts with http:// or https://, not file:///app/index.html. Start what',
    ],
    [['./index.html'], 'not ./index.html. Start what serves it, such as npx serve for a folder of files,'],
    [['index.html'], 'and give its address: http://127.0.0.1:3000/.'],
    [['.'], 'not .. Start what serves it'],
    [['/srv/app'], 'not /srv/app. Start what serves it'],
    [['C:\\app'], 'not C:\\app. Start what serves it'],
    // A folder of this project.
    [['src'], 'not src. Start what serves it'],
    [['http://'], 'not http://.'],
    [[URL, '--prot', '5000'], 'There is no flag --prot. Did you mean --port?'],
    [[URL, '--scopes=crm'], 'There is no flag --scopes. Did you mean --scope?'],
    [[URL, '--no-page-call'], 'There is no flag --no-page-call. Did you mean --no-page-calls?'],
    [[URL, '--constructor'], 'There is no flag --constructor. bx24-portal --help lists all.'],
    [[URL, '--__proto__'], 'There is no flag --__proto__.'],
    [[URL, '-x'], 'There is no flag -x.'],
    [[URL, '--port'], '--port needs a value: --port <number>.'],
    [[URL, '--title', '--scope', 'crm'], '--title needs a value: --title <text>.'],
    [[URL, '--not-installed=no'], '--not-installed takes no value: leave out =no.'],
    [[URL, '--port', '1', '--port', '2'], '--port is given twice.'],
    [[URL, '--port', '70000'], '--port: expected a number from 0 to 65535, not 70000.'],
    [[URL, '--port', '5e3'], '--port: expected a number from 0 to 65535, not 5e3.'],
    [[URL, '--port='], '--port needs a value: --port <number>.'],
    [[URL, '--rules', 'currant'], 'expected documented or current, not currant. Did you mean current?'],
    [[URL, '--open', 'put'], '--open: expected auto or get or post, not put.'],
    [[URL, '--title', ''], '--title needs a value: --title <text>.'],
    [[URL, '--install-url', '127.0.0.1:3000/install/'], 'Did you mean http://127.0.0.1:3000/install/?'],
    [[URL, '--install-url', 'install'], 'or a path of the app such as /install/, not install.'],
    [[URL, '--scope', ' ,'], '--scope: expected names such as crm,task, and there is none.'],
    [
      [URL, '--live', '--rules', 'documented'],
      '--live stands for --rules current: leave out --rules documented,',
    ],
    [[URL, '--live=yes'], '--live takes no value'],
    [[URL, '--life'], 'There is no flag --life. Did you mean --live?'],
    [[URL, '--placement-options', '{ID:7}'], `--placement-options '{"ID":"7"}'`],
    [
      [URL, '--user', 'Anna'],
      '--user: expected <id>:<name> or <id>:<name>:admin, such as 1:Anna:admin, not Anna.',
    ],
    [[URL, '--user', '0:Anna'], 'not 0:Anna.'],
    [[URL, '--user', '1:Anna:admn'], 'not 1:Anna:admn.'],
    [[URL, '--user', '1: :admin'], 'not 1: :admin.'],
    [[URL, '--user', '1:Anna', '--user', '1:Boris'], '--user: there are two users with the id 1.'],
    [[URL, '--forward', 'https://app.example.com'], '--forward: expected two origins with = between'],
    [[URL, '--forward', 'a=b=c'], 'not a=b=c.'],
    [[URL, '--forward', 'a=b', '--forward', 'a=c'], 'the same origin is forwarded twice'],
    [[URL, '--answers', '/no/such/file.json'], "--answers: /no/such/file.json can't be read: ENOENT"],
  ])('%j', async (parameters, says) => {
    const reading = read(...parameters)
    await expect(reading).rejects.toThrow(UsageError)
    await expect(reading).rejects.toThrow(says)
    await reading.catch(({ message }) => expect(message).not.toContain('\n'))
  })

  it.each(['[]', 'crm.deal.list', '7'])('a file with answers that holds none: %s', async (text) => {
    const answers = join(folder, 'none.json')
    await writeFile(answers, text)
    await expect(read(URL, '--answers', answers)).rejects.toThrow('holds no JSON object with results')
  })
})
