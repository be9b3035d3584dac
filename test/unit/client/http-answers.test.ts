import { BX24Error } from 'bx24-events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Fault, openRestApp } from '../../support/rest-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

afterEach(() => {
  vi.useRealTimers()
})

const answer = (status: number, body: string | null): Fault => {
  return () => new Response(body, { status })
}
/** A body whose connection is cut when half of it is there. */
const cutOff = () => {
  let isBegun = false
  return new ReadableStream({
    pull(controller) {
      if (isBegun) return controller.error(new TypeError('terminated'))
      isBegun = true
      controller.enqueue(new TextEncoder().encode('{"result":tr'))
    },
  })
}

describe('the request', () => {
  it('is a form by POST, with the token in its body and nothing in its address', async () => {
    const { BX24, requests } = openRestApp()
    await BX24.callMethod('profile', { a: { b: [true, false, null] }, at: new Date(0) })
    const [request] = requests
    expect(request?.url).toBe('https://portal.example.com/rest/profile.json')
    expect(request?.init.method).toBe('POST')
    expect(request?.init.body).toBeInstanceOf(URLSearchParams)
    expect(request?.params).toEqual({ a: { b: ['1', '0'] }, at: '1970-01-01T00:00:00.000Z' })
    expect(request?.token).toBe((BX24.getAuth() || undefined)?.access_token)
  })

  it('is a simple one to a browser, which sends no preflight for it', async () => {
    const { BX24, requests } = openRestApp()
    await BX24.callMethod('profile')
    const { headers } = new Request('https://x.example.com/', requests[0]?.init)
    expect([...headers.keys()]).toEqual(['content-type'])
    expect(headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/)
  })

  it.each(['../oauth/token', 'a/b?c=d#e', '%2e%2e/x', 'ünknown name'])(
    'stays in REST for a method named %s',
    async (method) => {
      const { BX24, requests } = openRestApp()
      await expect(BX24.callMethod(method)).rejects.toMatchObject({
        code: 'ERROR_METHOD_NOT_FOUND',
        status: 404,
        method,
      })
      expect(new URL(requests[0]?.url ?? '').pathname).toMatch(/^\/rest\/[^/]+\.json$/)
      expect(requests[0]?.method).toBe(method)
    },
  )
})

describe('an answer', () => {
  it.each<[string, Fault, object]>([
    [
      'an error of the caller',
      answer(400, '{"error":"X","error_description":"y"}'),
      { code: 'X', status: 400, description: 'y' },
    ],
    [
      'an error without a description',
      answer(403, '{"error":"ACCESS_DENIED"}'),
      { code: 'ACCESS_DENIED', status: 403, description: '' },
    ],
    [
      'an error as an object',
      answer(200, '{"error":{"error":"X","error_description":"y"}}'),
      { code: 'X', status: 200 },
    ],
    ['an error with status 200', answer(200, '{"error":"X"}'), { code: 'X', status: 200 }],
    [
      'an error of the server',
      answer(500, '{"error":"INTERNAL_SERVER_ERROR"}'),
      { code: 'INTERNAL_SERVER_ERROR', status: 500 },
    ],
    [
      'a blocked method',
      answer(429, '{"error":"OPERATION_TIME_LIMIT"}'),
      { code: 'OPERATION_TIME_LIMIT', status: 429 },
    ],
    ['a wrong token', answer(401, '{"error":"invalid_token"}'), { code: 'invalid_token', status: 401 }],
    ['no JSON', answer(200, '<html>'), { code: 'BAD_ANSWER', status: 200 }],
    ['no JSON, from a gateway', answer(502, '<html>'), { code: 'BAD_ANSWER', status: 502 }],
    ['nothing', answer(200, ''), { code: 'BAD_ANSWER', status: 200 }],
    ['no content', answer(204, null), { code: 'BAD_ANSWER', status: 204 }],
    ['null', answer(200, 'null'), { code: 'BAD_ANSWER', status: 200 }],
    ['a list', answer(200, '[1]'), { code: 'BAD_ANSWER', status: 200 }],
    ['an object without a result', answer(200, '{"time":{}}'), { code: 'BAD_ANSWER', status: 200 }],
    ['a result that an error came with', answer(400, '{"result":true}'), { code: 'BAD_ANSWER', status: 400 }],
    ['half of it', answer(200, '{"result":tr'), { code: 'BAD_ANSWER', status: 200 }],
    ['a connection that is cut', () => new Response(cutOff()), { code: 'NETWORK', status: 0 }],
    [
      'no connection, or a refusal by the rules of CORS',
      () => Promise.reject(new TypeError('Failed to fetch')),
      { code: 'NETWORK', status: 0 },
    ],
  ])('ends a call once, in the right error: %s', async (_name, fault, error) => {
    const { BX24, faults, requests } = openRestApp()
    faults.push(fault, fault)
    const caught = await BX24.callBind('OnCrmDealAdd', HANDLER_URL).catch((reason: unknown) => reason)
    expect(caught).toBeInstanceOf(BX24Error)
    expect(caught).toMatchObject({ ...error, method: 'event.bind' })

    const results: unknown[] = []
    await new Promise<void>((resolve) => {
      void BX24.callBind('OnCrmDealAdd', HANDLER_URL, 0, (result) => {
        results.push(result)
        resolve()
      })
    })
    expect(results).toHaveLength(1)
    expect(results[0]).toMatchObject({ query: { method: 'event.bind' } })
    // What may have been carried out is not repeated.
    expect(requests).toHaveLength(2)
  })

  it('that never comes ends a call by its time limit, the request too, and others go on', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const { BX24, faults, requests, portal } = openRestApp()
    await BX24.init()
    faults.push(() => new Promise(() => undefined))
    const hanging = BX24.callBind('OnCrmDealAdd', HANDLER_URL, { timeout: 1000 })
    await vi.advanceTimersByTimeAsync(0)
    const later = BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
    await vi.advanceTimersByTimeAsync(0)
    expect(await BX24.callMethod('profile')).toMatchObject({ ID: '1' })
    expect(requests.map(({ method }) => method)).toEqual(['event.bind', 'profile'])
    const ended = expect(hanging).rejects.toMatchObject({ code: 'TIMEOUT', method: 'event.bind' })
    await vi.advanceTimersByTimeAsync(1000)
    await ended
    expect(requests[0]?.init.signal?.aborted).toBe(true)
    expect(await later).toEqual({ count: 0 })
    expect(portal.handlers()).toEqual([])
  })
})

it.each(['auth', 'AUTH', 'Auth'])(
  "never sends a caller's %s, by whichever way, alone or together",
  async (name) => {
    for (const route of ['message', 'rest'] as const) {
      const { app, requests, wire, createClient } = openRestApp()
      const BX24 = createClient({ route })
      const foreign = app.tokenFor(2)
      const params = { [name]: foreign }
      const alone = await BX24.callMethod('profile', params)
      const together = await Promise.all([
        BX24.callMethod('profile', params),
        BX24.callMethod('profile', params),
      ])
      expect([alone, ...together]).toMatchObject([{ ID: '1' }, { ID: '1' }, { ID: '1' }])
      expect(requests.length > 0).toBe(route === 'rest')
      const sent = [...requests.map(({ init }) => String(init.body)), ...wire.map(({ data }) => String(data))]
      expect(sent.filter((text) => text.includes(foreign))).toEqual([])
    }
  },
)
