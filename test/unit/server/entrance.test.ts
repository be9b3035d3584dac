import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Entrance, PageState, RunningPortal, StartPortalOptions } from 'bx24-events/server'
import express from 'express'
import { createServer as createViteServer } from 'vite'
import { afterEach, describe, expect, it } from 'vitest'
import { readEntrance } from '../../support/host-api.js'
import { findSilentOrigin, startServer } from '../../support/http-server.js'
import { createInbox } from '../../support/inbox.js'
import { startTestPortal } from '../../support/running-portal.js'
import { listenToServer } from '../../support/server-sent-events.js'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = await startServer(answer)
  ends.push(server.close)
  return `${server.origin}/`
}

/** A portal around a real app, and what it has told of it. */
async function open(
  url: string,
  { app, ...options }: Omit<Partial<StartPortalOptions>, 'app'> & { app?: object } = {},
) {
  const notes = createInbox<string>()
  const running = await startTestPortal({
    app: { title: 'App', url, ...app },
    fetch,
    onNote: notes.push,
    ...options,
  })
  ends.push(running.close)
  return { running, notes, entrance: () => readEntrance(running) }
}

/** What a page is told of it, until the app can be opened. */
async function watchEntrance({ url }: RunningPortal): Promise<Entrance[]> {
  const seen: Entrance[] = []
  for await (const { data } of await listenToServer(`${url}api/live`)) {
    const { app } = data as Partial<PageState>
    if (app) seen.push(app.entrance)
    if (app?.entrance.state === 'open') break
  }
  return seen
}

const page: RequestListener = (_request, response) => response.end('<p>App</p>')

describe('an app that answers a POST', () => {
  it('is opened by POST, and is asked once, with nothing in the body', async () => {
    const asked: string[] = []
    const app = express()
    app.use(express.urlencoded())
    app.post('/', (request, response) => {
      asked.push(JSON.stringify(request.body))
      response.send('<p>App</p>')
    })
    const { running, notes } = await open(await serve(app))
    expect(await watchEntrance(running)).toEqual(expect.arrayContaining([{ state: 'open', way: 'post' }]))
    await watchEntrance(running)
    expect(asked).toEqual(['{}'])
    expect(notes.all).toEqual([])
  })

  it('is opened by POST whatever it says to an empty one, but that it has none', async () => {
    for (const status of [200, 400, 403, 419, 500]) {
      const url = await serve((_request, response) => response.writeHead(status).end())
      expect(await (await open(url)).entrance(), String(status)).toEqual({ state: 'open', way: 'post' })
    }
  })
})

describe('an app that answers no POST is opened by GET, and a note says that a live portal posts', () => {
  async function expectGet(url: string, status: number) {
    const { entrance, notes } = await open(url)
    expect(await entrance()).toEqual({ state: 'open', way: 'get' })
    expect(notes.all[0]).toBe(
      `A POST to ${url} is answered ${status}, so the app is opened by GET. A live portal opens it by POST.`,
    )
  }

  it('a folder of files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'app-'))
    ends.push(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'index.html'), '<p>App</p>')
    const app = express()
    app.use(express.static(folder))
    await expectGet(await serve(app), 404)
  })

  it.each([405, 501])('a server that knows its methods, and says %i of others', async (status) => {
    // Python's `http.server` says the second.
    const answer: RequestListener = (request, response) =>
      response.writeHead(request.method === 'POST' ? status : 200).end()
    await expectGet(await serve(answer), status)
  })

  it("Vite's dev server", async () => {
    const root = await mkdtemp(join(tmpdir(), 'app-'))
    await writeFile(join(root, 'index.html'), '<p>App</p>')
    const vite = await createViteServer({
      ...{ root, configFile: false, logLevel: 'silent' },
      server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    })
    ends.push(() => rm(root, { recursive: true }), vite.close)
    await vite.listen()
    await expectGet(vite.resolvedUrls?.local[0] ?? 'no address', 404)
  })
})

it('can not be opened by https where it answers http, and it is said by which address it can', async () => {
  const url = await serve(page)
  const { entrance } = await open(url.replace('http:', 'https:'))
  expect(await entrance()).toMatchObject({
    state: 'closed',
    reason: expect.stringMatching(
      new RegExp(`answers http, not https\\. Open the app as ${url} instead\\.$`),
    ),
  })
})

it('is opened as it is told to be, and asked in that way', async () => {
  const methods: (string | undefined)[] = []
  const url = await serve((request, response) => {
    methods.push(request.method)
    response.writeHead(request.method === 'POST' ? 404 : 200).end()
  })
  for (const way of ['get', 'post'] as const)
    expect(await (await open(url, { open: way })).entrance()).toEqual({ state: 'open', way })
  expect(new Set(methods)).toEqual(new Set(['GET', 'POST']))
})

it('is opened as it is told to be where only the portal can not reach it, and a note says so', async () => {
  const origin = await findSilentOrigin()
  const { entrance, notes } = await open(`${origin}/`, { open: 'post' })
  expect(await entrance()).toEqual({ state: 'open', way: 'post' })
  expect(notes.all[0]).toContain('nothing listens there')
  expect(notes.all[0]).toContain('It is opened all the same.')
})

describe('an app that can not be opened', () => {
  it.each([
    { headers: { 'x-frame-options': 'DENY' }, named: 'X-Frame-Options: DENY' },
    {
      headers: { 'content-security-policy': "frame-ancestors 'self'" },
      named: "Content-Security-Policy: frame-ancestors 'self'",
    },
  ])('since it forbids that by its header is named with it: $named', async ({ headers, named }) => {
    const url = await serve((_request, response) => response.writeHead(200, headers).end())
    const { running, entrance, notes } = await open(url)
    const closed = await entrance()
    expect(closed).toMatchObject({ state: 'closed', reason: expect.stringContaining(named) })
    expect(closed).toMatchObject({
      reason: expect.stringContaining(`frame-ancestors ${running.portal.origin}`),
    })
    expect(notes.all[0]).toContain(named)
  })

  it('by GET only is named as well', async () => {
    const url = await serve((request, response) => {
      if (request.method === 'POST') response.writeHead(405).end()
      else response.writeHead(200, { 'x-frame-options': 'SAMEORIGIN' }).end()
    })
    expect(await (await open(url)).entrance()).toMatchObject({
      reason: expect.stringContaining('X-Frame-Options: SAMEORIGIN'),
    })
  })

  it('since it does not run is told of, and opened as soon as it does and somebody opens the page', async () => {
    const origin = await findSilentOrigin()
    const { running, entrance, notes } = await open(`${origin}/`)
    const reason =
      `The app can't be reached at ${origin}/: nothing listens there. Start it, then try again.` +
      ' One that listens on localhost may not answer here: let it listen on 127.0.0.1 (Vite: --host 127.0.0.1).'
    expect(await entrance()).toMatchObject({ state: 'closed', reason })
    expect(await entrance()).toMatchObject({ state: 'closed', reason })
    // However often the page asks.
    expect(notes.all).toEqual([reason])

    const server = createServer(page)
    const { port } = new URL(origin)
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
    ends.push(() => new Promise((resolve) => server.close(resolve)))
    expect((await watchEntrance(running)).map(({ state }) => state)).toEqual(['closed', 'open'])
    expect(await notes.next((note) => note.includes('answers now'))).toBe(
      `The app answers now, at ${origin}/`,
    )
  })

  it('since it listens where no browser calls is told of, with what to do', async () => {
    const { entrance } = await open('http://127.0.0.1:6000/')
    expect(await entrance()).toMatchObject({
      reason:
        "The app can't be reached at http://127.0.0.1:6000/: " +
        'browsers and Node refuse port 6000, which belongs to another protocol. Choose another port.',
    })
  })

  it.each([
    [
      'where nothing listens',
      () => findSilentOrigin(),
      (at: string) => `${at}: nothing listens there. Start it`,
    ],
    [
      'to a port where no browser calls',
      async () => 'http://127.0.0.1:6000',
      (at: string) => `${at}: browsers and Node refuse port 6000`,
    ],
    [
      'to https, where it answers http',
      async () => (await serve(page)).replace(/^http(.*)\/$/, 'https$1'),
      (at: string) => `${at}: what listens there answers http, not https. Let the app lead to http:`,
    ],
  ])('since it leads elsewhere is told of with what is wrong there: %s', async (_what, findOrigin, says) => {
    const at = `${await findOrigin()}/app/?a=1`
    const url = await serve(({ url: path }, response) =>
      response.writeHead(307, { location: path === '/' ? '/next' : at }).end(),
    )
    const { entrance } = await open(url)
    const reason = `The app at ${url} leads to ${says(at)}`
    expect(await entrance()).toMatchObject({ state: 'closed', reason: expect.stringContaining(reason) })
  })

  it('is named by the page that it leads to, where that one forbids to be framed or is not there', async () => {
    const lead = (status: number, headers = {}) =>
      serve(({ url: path }, response) => {
        if (path === '/') response.writeHead(302, { location: '/login' }).end()
        else response.writeHead(status, headers).end()
      })
    const forbidding = await lead(200, { 'x-frame-options': 'DENY' })
    expect(await (await open(forbidding)).entrance()).toMatchObject({
      reason: expect.stringContaining(`The app at ${forbidding}login forbids`),
    })
    const missing = await lead(404)
    const { entrance, notes } = await open(missing)
    expect(await entrance()).toMatchObject({ state: 'open' })
    expect(notes.all).toContain(`${missing}login is answered 404: is there a page?`)
  })

  it('since it leads to itself again and again is told of', async () => {
    const url = await serve((_request, response) => response.writeHead(302, { location: '/' }).end())
    expect(await (await open(url)).entrance()).toMatchObject({
      reason: `The app can't be reached at ${url}: it leads on and on, 20 times.`,
    })
  })

  it.each([
    [{ code: 'ENOTFOUND' }, 'there is no host of that name'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'does not trust its certificate (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    [{ code: 'ERR_SSL_NO_PROTOCOLS' }, "can't agree on https (ERR_SSL_NO_PROTOCOLS)"],
    [{ name: 'TimeoutError' }, 'it has not answered within 15 s. Try again once it does.'],
    [{ message: 'other side closed' }, '/: other side closed.'],
    [{ code: 'EPIPE' }, '/: EPIPE.'],
  ])('is told of with its cause: %j', async (cause, reason) => {
    const refusing = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), cause) })
    }
    const { entrance } = await open('https://app.example/', { fetch: refusing })
    expect(await entrance()).toMatchObject({ state: 'closed', reason: expect.stringContaining(reason) })
  })
})

it('is followed where it leads as browsers do: with the POST where it says so, and else by GET', async () => {
  for (const [status, way] of [
    [302, 'GET'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'POST'],
  ] as const) {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.writeHead(request.url === '/' ? status : 200, { location: 'app' }).end()
    })
    const { entrance, notes } = await open(url)
    expect(await entrance()).toEqual({ state: 'open', way: 'post' })
    expect(new Set(asked)).toEqual(new Set(['POST /', `${way} /app`]))
    expect(notes.all).toEqual([])
  }
})

describe('a note says', () => {
  it('that the app leads to another origin, whose messages are not taken', async () => {
    const elsewhere = await serve(page)
    const url = await serve((_request, response) => response.writeHead(302, { location: elsewhere }).end())
    const { entrance, notes } = await open(url)
    expect(await entrance()).toMatchObject({ state: 'open' })
    expect(notes.all[0]).toContain(`${url} leads to ${new URL(elsewhere).origin}`)
  })

  it('that there is no page', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end())
    const { entrance, notes } = await open(url)
    expect(await entrance()).toEqual({ state: 'open', way: 'get' })
    expect(notes.all.slice(0, 2)).toContain(`${url} is answered 404: is there a page?`)
  })
})

it('asks an app that is being installed at its address for that, and afterwards at the other', async () => {
  const asked = createInbox<string | undefined>()
  const url = await serve((request, response) => {
    asked.push(request.url)
    response.writeHead(request.url === '/' ? 405 : 200).end()
  })
  const app = { installed: false, installUrl: `${url}install/` }
  const { running, entrance } = await open(url, { app })
  expect(await entrance()).toEqual({ state: 'open', way: 'post' })
  expect(new Set(asked.all)).toEqual(new Set(['/install/']))
  running.app.finishInstall()
  await asked.next((path) => path === '/')
  expect(await entrance()).toEqual({ state: 'open', way: 'get' })
})

it('asks at the other address where the installation ends while the first one is asked', async () => {
  const asked = createInbox<string>()
  const answers = createInbox<Response>()
  const holding: typeof fetch = (url) => {
    asked.push(String(url))
    return answers.next()
  }
  const app = { installed: false, installUrl: 'http://app.example/install/' }
  const { running } = await open('http://app.example/', { app, fetch: holding })
  expect(await asked.next()).toBe('http://app.example/install/')
  running.app.finishInstall()
  answers.push(new Response())
  expect(await asked.next()).toBe('http://app.example/')
})

it('asks no more once the portal is closed', async () => {
  const heard = createInbox<string>()
  const url = await serve((_request, response) => {
    response.once('close', () => heard.push('given up'))
    heard.push('asked')
  })
  const notes: string[] = []
  const running = await startTestPortal({
    app: { title: 'App', url },
    fetch,
    onNote: (note) => notes.push(note),
  })
  expect(await heard.next()).toBe('asked')
  await running.close()
  expect(await heard.next()).toBe('given up')
  expect(notes).toEqual([])
})
