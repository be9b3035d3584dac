import { once } from 'node:events'
import { connect } from 'node:net'
import type { RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask, type HttpQuestion } from '../../support/http.js'
import { startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
beforeEach(async () => {
  running = await startTestPortal()
})
afterEach(() => running.close())

const HANDLER = 'https://app.example.com/handler/?a=1&b=2'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

async function rest(path: string, question?: HttpQuestion) {
  const { status, headers, text } = await ask(`${running.url}rest/${path}`, question)
  return { status, headers, answer: JSON.parse(text) }
}

const token = () => running.app.tokenFor(1)

describe('REST over HTTP', () => {
  it.each([
    { way: 'a form', headers: form },
    { way: 'a form that is said to be plain text', headers: { 'content-type': 'text/plain;charset=UTF-8' } },
    { way: 'a form that is said to be nothing', headers: {} },
  ])('reads $way', async ({ headers }) => {
    const body = new URLSearchParams({ auth: token(), event: 'OnCrmDealAdd', handler: HANDLER }).toString()
    expect(await rest('event.bind.json', { method: 'POST', headers, body })).toMatchObject({
      status: 200,
      answer: { result: true, time: { duration: expect.any(Number) } },
    })
    expect(running.portal.handlers()).toMatchObject([{ event: 'ONCRMDEALADD', url: HANDLER }])
    const unbound = await rest('event.unbind', { method: 'POST', headers, body })
    expect(unbound.answer.result).toEqual({ count: 1 })
  })

  it.each(['application/json', 'Application/JSON'])(
    'reads JSON (%s), with the token in a header',
    async (type) => {
      const headers = { 'content-type': type, authorization: `Bearer ${token()}` }
      const body = JSON.stringify({ SCOPE: 'user' })
      const { answer } = await rest('events', { method: 'POST', headers, body })
      expect(answer.result).toEqual(['ONUSERADD'])
    },
  )

  it.each([
    { way: 'a form', headers: form, write: (auth: string) => `auth=${auth}&SCOPE=user` },
    {
      way: 'JSON',
      headers: { 'content-type': 'application/json' },
      write: (auth: string) => JSON.stringify({ auth, SCOPE: 'user' }),
    },
  ])('reads $way whose length is not told', async ({ headers, write }) => {
    const body = write(token())
    const { answer } = await rest('events', { method: 'POST', headers, body, isChunked: true })
    expect(answer.result).toEqual(['ONUSERADD'])
  })

  it('answers a POST without a body, and without a word of one, as `curl -X POST` sends it', async () => {
    const { host, port } = new URL(running.url)
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8')
    const path = `/rest/events?auth=${token()}&SCOPE=user`
    socket.end(`POST ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
    let text = ''
    for await (const part of socket) text += part
    expect(text).toMatch(/^HTTP\/1\.1 200 .*"result":\["ONUSERADD"\]/s)
  })

  it('says nothing in the terminal of who breaks off what he sends', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { host, port } = new URL(running.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`POST /rest/profile HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 9\r\n\r\nauth=`)
    // It is answered only once the portal has read what came before.
    await rest('profile')
    socket.destroy()
    await once(socket, 'close')
    await rest('profile')
    expect(told).not.toHaveBeenCalled()
    told.mockRestore()
  })

  it('carries nothing out by HEAD', async () => {
    const query = new URLSearchParams({ auth: token(), event: 'OnCrmDealUpdate', handler: HANDLER })
    const asked = await ask(`${running.url}rest/event.bind?${query}`, { method: 'HEAD' })
    expect(asked.status).toBe(405)
    expect(running.portal.handlers().map(({ event }) => event)).not.toContain('ONCRMDEALUPDATE')
    expect((await rest(`event.bind?${query}`)).answer.result).toBe(true)
  })

  it('reads a form in parts, as FormData is sent', async () => {
    const part = (name: string, value: string) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    // A file is left out.
    const file = part('SCOPE"; filename="scopes.txt', 'crm')
    const body = `${part('auth', token())}${part('SCOPE', 'user')}${file}--x--\r\n`
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const { answer } = await rest('events', { method: 'POST', headers, body })
    expect(answer.result).toEqual(['ONUSERADD'])
    expect(await rest('events', { method: 'POST', headers, body: 'auth=1' })).toMatchObject({
      ...{ status: 400, answer: { error: 'INVALID_REQUEST' } },
    })
  })

  it('refuses, in JSON, what is nested too deep', async () => {
    const nested = `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token()}` }
    expect(await rest('event.test', { method: 'POST', headers, body: nested })).toMatchObject({
      ...{ status: 400, answer: { error: 'INVALID_REQUEST' } },
    })
    const body = `${'{"a":'.repeat(64)}1${'}'.repeat(64)}`
    expect(await rest('event.test', { method: 'POST', headers, body })).toMatchObject({ status: 200 })
  })

  it('reads a GET, and needs no content type of it', async () => {
    const { answer } = await rest(`events?auth=${token()}&SCOPE=user&bx24_request_id=7`)
    expect(answer.result).toEqual(['ONUSERADD'])
  })

  it('reads nested fields in brackets', async () => {
    const heard = new Promise<unknown>((resolve) => {
      const end = running.portal.subscribe((change) => {
        if (change.type !== 'delivery') return
        end()
        resolve(change.delivery.data)
      })
    })
    const bind = new URLSearchParams({ auth: token(), event: 'OnAppTest', handler: HANDLER }).toString()
    await rest('event.bind', { method: 'POST', headers: form, body: bind })
    await rest('event.test', { method: 'POST', headers: form, body: `auth=${token()}&a[b][]=1&a[c]=x%20y` })
    expect(await heard).toMatchObject({ QUERY: { a: { b: ['1'], c: 'x y' } } })
  })

  it('takes the token of the header before the one of the body, and that before the one of the query', async () => {
    const [anna, boris] = [running.app.tokenFor(1), running.app.tokenFor(2)]
    const who = async (path: string, question: HttpQuestion) =>
      (await rest(path, question)).answer.result.NAME
    const body = `auth=${boris}`
    expect(await who(`profile?auth=${anna}`, { method: 'POST', headers: form, body })).toBe('Boris')
    const headers = { ...form, authorization: `Bearer ${anna}` }
    expect(await who('profile', { method: 'POST', headers, body })).toBe('Anna')
  })

  it('refuses a call without a token, and one with a wrong one', async () => {
    const refusal = { status: 401, answer: { error: 'NO_AUTH_FOUND' } }
    expect(await rest('profile')).toMatchObject(refusal)
    expect(await rest('profile?auth=none-of-ours')).toMatchObject(refusal)
    expect(await rest(`profile?auth=${token()}`)).toMatchObject({ status: 200 })
  })

  it.each([
    ['a record', 'auth[toString]=1'],
    ['a list', 'auth[]=1'],
    ['of a far place', 'auth[4294967294]=1'],
  ])('takes no token that is no text: %s', async (_what, auth) => {
    const refusal = { status: 401, answer: { error: 'NO_AUTH_FOUND' } }
    expect(await rest(`profile?${auth}`)).toMatchObject(refusal)
    expect(await rest('profile', { method: 'POST', headers: form, body: auth })).toMatchObject(refusal)
    const path = `profile?auth=${token()}`
    expect(await rest(path, { method: 'POST', headers: form, body: auth })).toMatchObject({ status: 200 })
  })

  it('takes no token that is no text: of JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ auth: { toString: 1 } })
    const refusal = { status: 401, answer: { error: 'NO_AUTH_FOUND' } }
    expect(await rest('profile', { method: 'POST', headers, body })).toMatchObject(refusal)
    const path = `profile?auth=${token()}`
    expect(await rest(path, { method: 'POST', headers, body })).toMatchObject({ status: 200 })
  })

  it('takes a webhook for all but the event methods', async () => {
    const path = running.portal.webhookFor(1).url.slice(`${running.url}rest/`.length)
    expect(await rest(`${path}profile.json`)).toMatchObject({ answer: { result: { NAME: 'Anna' } } })
    expect(await rest(`${path}event.get`)).toMatchObject({
      status: 403,
      answer: { error: 'WRONG_AUTH_TYPE' },
    })
    expect(await rest(`${path.replace('1/', '2/')}profile`)).toMatchObject({ status: 401 })
  })

  it('says so where a body is no JSON', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token()}` }
    expect(await rest('profile', { method: 'POST', headers, body: '{' })).toMatchObject({
      status: 400,
      answer: { error: 'INVALID_REQUEST', error_description: expect.stringContaining('JSON') },
    })
  })

  it('refuses a body of more than a megabyte', async () => {
    const body = `auth=${token()}&a=${'x'.repeat(1024 * 1024)}`
    expect(await rest('profile', { method: 'POST', headers: form, body })).toMatchObject({ status: 413 })
  })

  it('lets pages of any origin call, as portals do, and answers the preflight', async () => {
    const headers = {
      origin: 'https://app.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    }
    const preflight = await ask(`${running.url}rest/profile`, { method: 'OPTIONS', headers })
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-allow-methods': expect.stringContaining('POST'),
    })
    const called = await rest(`profile?auth=${token()}`, { headers: { origin: headers.origin } })
    expect(called.headers).toMatchObject({ 'access-control-allow-origin': '*' })
  })
})
