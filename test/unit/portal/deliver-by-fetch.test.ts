import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deliverByFetch } from '../../../src/portal/delivery/deliver-by-fetch.js'
import { createInbox, type Inbox } from '../../support/inbox.js'

interface Seen {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly contentType: string | undefined
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
    seen.push({ method, path, contentType: headers['content-type'], body: Buffer.concat(chunks).toString() })
    if (path === '/moved') response.writeHead(302, { location: '/handler/' })
    else if (path === '/broken') response.writeHead(500)
    else if (path === '/hanging') return
    response.end('answer')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function deliver(path: string, signal = new AbortController().signal) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return deliverByFetch({ url: url + path, method: 'POST', headers, body: 'event=ONAPPTEST' }, { signal })
}

it('posts the form, and tells the status of the answer', async () => {
  expect(await deliver('/handler/')).toEqual({ status: 200 })
  expect(await deliver('/broken')).toEqual({ status: 500 })
  const contentType = 'application/x-www-form-urlencoded'
  expect(seen.all[0]).toEqual({ method: 'POST', path: '/handler/', contentType, body: 'event=ONAPPTEST' })
})

it('follows no redirect', async () => {
  expect(await deliver('/moved')).toEqual({ status: 302 })
  expect(seen.all.map(({ path }) => path)).toEqual(['/moved'])
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
