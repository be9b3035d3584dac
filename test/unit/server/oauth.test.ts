import type { RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, type HttpQuestion } from '../../support/http.js'
import { startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
let params: Record<string, string>
beforeEach(async () => {
  running = await startTestPortal()
  const { app } = running
  const { REFRESH_ID: refresh_token } = await app.hostFor(2).refreshAuth()
  params = {
    grant_type: 'refresh_token',
    ...{ client_id: app.id, client_secret: app.clientSecret, refresh_token },
  }
})
afterEach(() => running.close())

const query = (fields: Record<string, string>) => `?${new URLSearchParams(fields)}`

async function renew(search: string, question?: HttpQuestion) {
  const { status, text, headers } = await ask(`${running.url}oauth/token/${search}`, question)
  return { status, type: headers['content-type'], answer: JSON.parse(text) }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('/oauth/token/', () => {
  it.each<{ way: string; send: () => Promise<Awaited<ReturnType<typeof renew>>> }>([
    { way: 'GET', send: () => renew(query(params)) },
    {
      way: 'POST of a form',
      send: () => renew('', { method: 'POST', headers: form, body: query(params).slice(1) }),
    },
    {
      way: 'POST of JSON',
      send: () =>
        renew('', {
          ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
          body: JSON.stringify(params),
        }),
    },
    { way: 'POST with a query', send: () => renew(query(params), { method: 'POST' }) },
  ])('renews the tokens of an app by $way, once, and the new one works', async ({ send }) => {
    const renewed = await send()
    expect(renewed).toMatchObject({ status: 200, type: expect.stringContaining('application/json') })
    const { answer } = renewed
    expect(answer).toMatchObject({ user_id: 2, expires_in: 3600, domain: new URL(running.url).host })
    const profile = await ask(`${answer.client_endpoint}profile?auth=${answer.access_token}`)
    expect(JSON.parse(profile.text)).toMatchObject({ result: { NAME: 'Boris' } })
    expect(await send()).toMatchObject({ status: 400, answer: { error: 'invalid_grant' } })
    params.refresh_token = answer.refresh_token
    expect(await send()).toMatchObject({ status: 200 })
  })

  it.each([
    { change: { client_secret: 'wrong' }, status: 401, error: 'invalid_client' },
    { change: { client_id: 'nobody' }, status: 401, error: 'invalid_client' },
    { change: { refresh_token: 'wrong' }, status: 400, error: 'invalid_grant' },
    { change: { grant_type: 'authorization_code' }, status: 400, error: 'unsupported_grant_type' },
  ])('answers $error with $status for $change', async ({ change, status, error }) => {
    expect(await renew(query({ ...params, ...change }))).toMatchObject({ status, answer: { error } })
    expect(await renew(query(params))).toMatchObject({ status: 200 })
  })

  it('gives nothing to an app that was uninstalled', async () => {
    running.app.uninstall()
    expect(await renew(query(params))).toMatchObject({ status: 400, answer: { error: 'invalid_grant' } })
  })

  it('says so where the body is said to be JSON and is none', async () => {
    const question = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }
    expect(await renew(query(params), question)).toMatchObject({
      ...{ status: 400, answer: { error: 'INVALID_REQUEST' } },
    })
    expect(await renew(query(params))).toMatchObject({ status: 200 })
  })

  it('reads no body that is larger than a megabyte', async () => {
    const body = `refresh_token=${'x'.repeat(1024 * 1024)}`
    expect(await renew('', { method: 'POST', headers: form, body })).toMatchObject({ status: 413 })
    expect(await renew(query(params))).toMatchObject({ status: 200 })
  })

  it('is for back ends: no page of another origin may read what it answers', async () => {
    const headers = { origin: 'https://app.example.com' }
    const answer = await ask(`${running.url}oauth/token/${query(params)}`, { headers })
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    const rest = await ask(`${running.url}rest/profile`, { headers })
    expect(rest.headers['access-control-allow-origin']).toBe('*')
  })
})
