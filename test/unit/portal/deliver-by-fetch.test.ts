import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { deliverByFetch } from '../../../src/portal/delivery/deliver-by-fetch.js'
import { createInbox, type Inbox } from '../../support/inbox.js'

interface Seen {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly contentType: string | undefined
  readonly authorization: string | undefined
  readonly body: string
}

let server: Server
let seen: Inbox<Seen>
let url: string

beforeEach(async () => {
  seen = createInbox()
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url: path, headers } = request
    const { authorization, 'content-type': contentType } = headers
    seen.push({ method, path, contentType, authorization, body: Buffer.concat(chunks).toString() })
    if (path === '/moved') response.writeHead(302, { location: '/handler/' })
    else if (path === '/broken') response.writeHead(500)
    else if (path === '/hanging') return
    response.end('answer')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  vi.unstubAllGlobals()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const deliver = (path: string, signal?: AbortSignal) => deliverTo(url + path, signal)

function deliverTo(url: string, signal = new AbortController().signal) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return deliverByFetch({ url, method: 'POST', headers, body: 'event=ONAPPTEST' }, { signal })
}

it('posts the form, and tells the status of the answer', async () => {
  expect(await deliver('/handler/')).toEqual({ status: 200 })
  expect(await deliver('/broken')).toEqual({ status: 500 })
  const contentType = 'application/x-www-form-urlencoded'
  expect(seen.all[0]).toEqual({
    ...{ method: 'POST', path: '/handler/', contentType, body: 'event=ONAPPTEST' },
    authorization: undefined,
  })
})

it.each([
  { user: 'bot:secret', says: 'bot:secret' },
  { user: 'bot', says: 'bot:' },
  { user: ':secret', says: ':secret' },
  { user: 'b%6Ft+1:s%3Acret%2F%40&x=%2B', says: 'bot+1:s:cret/@&x=+' },
  { user: 'Женя:%D0%BA%D0%BB%D1%8E%D1%87', says: 'Женя:ключ' },
  { user: 'half%:%zz%2', says: 'half%:%zz%2' },
])('says by a header whom the URL names as its user: $user', async ({ user, says }) => {
  const path = '/handler/?of=deals'
  expect(await deliverTo(`${url.replace('//', `//${user}@`)}${path}`)).toEqual({ status: 200 })
  expect(seen.all).toMatchObject([{ path, authorization: `Basic ${Buffer.from(says).toString('base64')}` }])
})

it('says what a port is that nobody is called at, and what to do', async () => {
  await expect(deliverTo('http://127.0.0.1:6000/handler/')).rejects.toThrow(
    /refuse port 6000, which belongs to another protocol. Choose another/,
  )
})

it('follows no redirect', async () => {
  expect(await deliver('/moved')).toEqual({ status: 302 })
  expect(seen.all.map(({ path }) => path)).toEqual(['/moved'])
})

it('follows none in Node either where a document is emulated', async () => {
  vi.stubGlobal('document', {})
  expect(await deliver('/moved')).toEqual({ status: 302 })
  expect(seen.all).toHaveLength(1)
})

it('goes the way of pages outside Node, with or without a document: there no answer can be read', async () => {
  const ways: (string | undefined)[] = []
  vi.stubGlobal('fetch', async (_url: string, { mode, redirect }: RequestInit) => {
    ways.push(mode, redirect)
    return new Response('')
  })
  await deliver('/handler/')
  vi.stubGlobal('process', undefined)
  await deliver('/handler/')
  expect(ways).toEqual([undefined, 'manual', 'no-cors', undefined])
})

it('gives up when it is told so', async () => {
  const aborter = new AbortController()
  const delivered = deliver('/hanging', aborter.signal)
  await seen.next()
  aborter.abort(new Error('no answer in time'))
  await expect(delivered).rejects.toThrow('no answer in time')
})

it('rejects where nobody listens', async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await expect(deliver('/handler/')).rejects.toThrow()
})
