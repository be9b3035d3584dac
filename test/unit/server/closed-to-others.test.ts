import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningPortal, startPortal } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../../support/http.js'
import { HOST_PAGE, startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
beforeEach(async () => {
  running = await startTestPortal()
})
afterEach(() => running.close())

const own = () => ({ origin: running.portal.origin, 'sec-fetch-site': 'same-origin' })
const setLoad = (headers: Record<string, string>, body = '{"load":5}') =>
  ask(`${running.url}api/load`, { method: 'POST', headers, body })
const hostOf = (url: string) => new URL(url).host

describe('what a hostile page in the same browser can send', () => {
  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form that passes for JSON', { 'content-type': 'text/plain' }],
    ['a fetch without a preflight', {}],
  ])('changes nothing: %s', async (_what, more) => {
    const headers = { ...more, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await setLoad(headers)).status).toBe(403)
    expect(running.portal.load).toBe(0)
    expect((await setLoad(own())).status).toBe(200)
    expect(running.portal.load).toBe(5)
  })

  it('gets no leave by a preflight, and no answer that it could read', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const preflight = await ask(`${running.url}api/load`, {
      method: 'OPTIONS',
      headers: { ...headers, 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(403)
    for (const { headers: answered } of [preflight, await ask(`${running.url}api/state`, { headers })])
      expect(answered).not.toHaveProperty('access-control-allow-origin')
    // REST is for everybody who has a token, as that of a live portal.
    const rest = await ask(`${running.url}rest/profile`, { headers })
    expect(rest.headers['access-control-allow-origin']).toBe('*')
    expect(rest.status).toBe(401)
  })
})

describe('a name that was made to resolve to this machine', () => {
  const headersBy = (host: string) => ({
    ...{ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
  })

  it.each(['evil.example', 'localhost.evil.example', 'localhost', '127.0.0.1', '[::1]'])(
    'opens nothing: %s',
    async (name) => {
      const { port } = new URL(running.url)
      const headers = headersBy(name === 'localhost' ? 'localhost:1' : `${name}:${port}`)
      expect((await setLoad(headers)).status).toBe(403)
      expect((await ask(`${running.url}api/state`, { headers })).status).toBe(403)
      const page = await ask(running.url, { headers })
      expect({ status: page.status, text: page.text }).toEqual({ status: 302, text: '' })
      expect(running.portal.load).toBe(0)
      expect((await setLoad(headersBy(hostOf(running.url)))).status).toBe(200)
    },
  )
})

describe('paths', () => {
  let folder: string
  let served: RunningPortal
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'))
    await mkdir(join(folder, 'page/assets'), { recursive: true })
    await writeFile(join(folder, 'secret.txt'), 'secret')
    await writeFile(join(folder, 'page/index.html'), HOST_PAGE)
    await writeFile(join(folder, 'page/assets/page.js'), 'page')
    served = await startPortal({
      app: { title: 'App', url: 'http://127.0.0.1:3000/' },
      hostPage: join(folder, 'page'),
      fetch: async () => new Response(),
    })
  })
  afterEach(async () => {
    await served.close()
    await rm(folder, { recursive: true })
  })

  /** What a client sends that does not tidy up paths first, as `fetch` and `curl` do. */
  function askRaw(path: string): Promise<string> {
    const { port, host } = new URL(served.url)
    return new Promise((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      )
      socket.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      socket.once('end', () => resolve(text)).once('error', reject)
    })
  }

  it('lead to what is in the folder of the page', async () => {
    expect(await askRaw('/assets/page.js')).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\npage$/s)
    expect(await askRaw('/')).toContain(HOST_PAGE)
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/%252e%252e/secret.txt',
    '//secret.txt',
    '/%00/../secret.txt',
    'ABSOLUTE',
    '/%2fetc/passwd',
    '//etc/passwd',
    '/file:///etc/passwd',
    '/assets',
    '/assets/',
  ])('lead to nothing else: %s', async (path) => {
    const answer = await askRaw(path === 'ABSOLUTE' ? join(folder, 'secret.txt') : path)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer).not.toMatch(/\r\nsecret$|root:/)
  })
})

describe('bodies', () => {
  describe.each([false, true])('have a bound, in pieces without a length: %s,', (isChunked) => {
    it.each(['api/load', 'rest/profile', 'oauth/token/'])('at %s', async (path) => {
      const post = (length: number) =>
        ask(running.url + path, {
          method: 'POST',
          headers: own(),
          body: `{"load":1,"x":"${'x'.repeat(length)}"}`,
          isChunked,
        })
      // The rest of it would stand before the next request.
      expect(await post(2 * 1024 * 1024)).toMatchObject({ status: 413, headers: { connection: 'close' } })
      expect((await post(1000)).status).toBe(path === 'api/load' ? 200 : path === 'rest/profile' ? 401 : 400)
    })
  })

  it('are read by nobody where there is nothing', async () => {
    const body = 'x'.repeat(2 * 1024 * 1024)
    const question = { method: 'POST', headers: own(), body }
    const { status } = await ask(running.url, question).catch(() => ({ status: 404 }))
    expect(status).toBe(404)
  })
})

describe('a portal at another address of this machine', () => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address

  it('has its page there, says that others can reach it, and is driven by that page only', async ({
    skip,
  }) => {
    if (address === undefined) return skip('this machine has no address but its own')
    const notes: string[] = []
    const portal = await startTestPortal({ host: address, onNote: (note) => notes.push(note) })
    const { host, port, origin } = new URL(portal.url)
    expect(host).toBe(`${address}:${port}`)
    expect(notes[0]).toContain(`Others can reach this portal at ${address}, port ${port}`)
    expect((await ask(portal.url)).text).toBe(HOST_PAGE)
    const load = (headers: Record<string, string>) =>
      ask(`${portal.url}api/load`, { method: 'POST', headers, body: '{"load":5}' })
    // Browsers tell such an address no Sec-Fetch-Site.
    expect((await load({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await load({})).status).toBe(403)
    expect((await load({ origin, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await load({ origin: 'http://evil.example', host: 'evil.example' })).status).toBe(403)
    expect((await ask(`${portal.url}api/state`, { headers: { host: 'evil.example' } })).status).toBe(403)
    expect(portal.portal.load).toBe(0)
    expect((await load({ origin })).status).toBe(200)
    expect((await ask(`${portal.url}api/state`)).status).toBe(200)
    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toThrow('ECONNREFUSED')
    await portal.close()
  })

  it.each(['0.0.0.0', '::'])('at all of them has its page at localhost: %s', async (host) => {
    const portal = await startTestPortal({ host })
    const { port } = new URL(portal.url)
    expect(portal.url).toBe(`http://localhost:${port}/`)
    expect((await ask(`http://127.0.0.1:${port}/`, { headers: { host: `localhost:${port}` } })).status).toBe(
      200,
    )
    const byOther = await ask(`http://127.0.0.1:${port}/`, { headers: { host: `10.0.0.1:${port}` } })
    expect({ status: byOther.status, to: byOther.headers.location }).toEqual({ status: 302, to: portal.url })
    await portal.close()
  })

  it.each([
    { host: '127.0.0.1', at: '127.0.0.1' },
    { host: '[::1]', at: '[::1]' },
    { host: 'LOCALHOST', at: 'localhost' },
  ])('is its own only, of which no note is told: $host', async ({ host, at }) => {
    const notes: string[] = []
    const portal = await startTestPortal({ host, onNote: (note) => notes.push(note) })
    expect(new URL(portal.url).hostname).toBe(at)
    expect((await ask(portal.url)).status).toBe(200)
    expect(notes).toEqual([])
    await portal.close()
  })

  it.each(['http://127.0.0.1', '127.0.0.1:80', '127.0.0.256', '', 'a b', '-x', '[::1', '::1%lo'])(
    'is refused where it is none: %j',
    async (host) => {
      await expect(startTestPortal({ host })).rejects.toThrow('host: expected a name or an address')
    },
  )

  it('fails where the machine has none', async () => {
    await expect(startTestPortal({ host: '203.0.113.7' })).rejects.toMatchObject({
      message: 'host: this machine has no address 203.0.113.7.',
      code: 'EADDRNOTAVAIL',
    })
  })
})
