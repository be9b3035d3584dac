import { BX24Error } from 'bx24-events'
import { describe, expect, it } from 'vitest'
import { createRestRoutes } from '../../../src/server/rest-routes.js'
import { type Fault, openRestApp, type RestApp } from '../../support/rest-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const text = (body: string | null, status: number): Fault => {
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

describe('an answer', () => {
  it.each<[string, Fault, object]>([
    [
      'an error of the caller',
      text('{"error":"X","error_description":"y"}', 400),
      { code: 'X', status: 400, description: 'y' },
    ],
    [
      'an error without a description',
      text('{"error":"ACCESS_DENIED"}', 403),
      { code: 'ACCESS_DENIED', status: 403, description: '' },
    ],
    [
      'an error as an object',
      text('{"error":{"error":"X","error_description":"y"}}', 200),
      { code: 'X', status: 200 },
    ],
    ['an error with status 200', text('{"error":"X"}', 200), { code: 'X', status: 200 }],
    [
      'an error of the server',
      text('{"error":"INTERNAL_SERVER_ERROR"}', 500),
      { code: 'INTERNAL_SERVER_ERROR', status: 500 },
    ],
    [
      'a blocked method',
      text('{"error":"OPERATION_TIME_LIMIT"}', 429),
      { code: 'OPERATION_TIME_LIMIT', status: 429 },
    ],
    ['a wrong token', text('{"error":"invalid_token"}', 401), { code: 'invalid_token', status: 401 }],
    ['no JSON', text('<html>', 200), { code: 'BAD_ANSWER', status: 200 }],
    ['no JSON, from a gateway', text('<html>', 502), { code: 'BAD_ANSWER', status: 502 }],
    ['nothing', text('', 200), { code: 'BAD_ANSWER', status: 200 }],
    ['no content', text(null, 204), { code: 'BAD_ANSWER', status: 204 }],
    ['null', text('null', 200), { code: 'BAD_ANSWER', status: 200 }],
    ['a list', text('[1]', 200), { code: 'BAD_ANSWER', status: 200 }],
    ['an object without a result', text('{"time":{}}', 200), { code: 'BAD_ANSWER', status: 200 }],
    ['a result that an error came with', text('{"result":true}', 400), { code: 'BAD_ANSWER', status: 400 }],
    ['half of it', text('{"result":tr', 200), { code: 'BAD_ANSWER', status: 200 }],
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
})

describe('a request is not sent again, as the portal may have carried it out, after', () => {
  const sayAfterwards = ({ portal }: RestApp, say: Fault): Fault => {
    return async (request) => {
      await createRestRoutes(portal).fetch(new Request(request.url, { ...request.init, signal: null }))
      return say(request)
    }
  }

  it.each<[string, Fault, string]>([
    ['a lost network', () => Promise.reject(new TypeError('Failed to fetch')), 'NETWORK'],
    ['a failure', text('{"error":"INTERNAL_SERVER_ERROR"}', 500), 'INTERNAL_SERVER_ERROR'],
    ['a wrong token', text('{"error":"invalid_token"}', 401), 'invalid_token'],
    ['a gateway that gave up', text('<html>', 504), 'BAD_ANSWER'],
    ['no answer at all', text('', 200), 'BAD_ANSWER'],
    ['half an answer', text('{"result":{"result":[tr', 200), 'BAD_ANSWER'],
    ['an answer of something else', text('[true]', 200), 'BAD_ANSWER'],
  ])('%s, be it one call or several', async (_name, say, code) => {
    for (const count of [1, 3]) {
      const app = openRestApp({ portal: { rules: 'current' } })
      app.faults.push(sayAfterwards(app, say))
      const urls = Array.from({ length: count }, (_, index) => `${HANDLER_URL}${index}`)
      const ends = await Promise.allSettled(urls.map((url) => app.BX24.callBind('OnCrmDealAdd', url)))
      expect(ends).toMatchObject(urls.map(() => ({ reason: { code } })))
      expect(app.requests).toHaveLength(1)
      expect(app.portal.handlers().map(({ url }) => url)).toEqual(urls)
      // A second time would be ERROR_CORE, and so it is for one who asks for it.
      const again = app.BX24.callBind('OnCrmDealAdd', `${HANDLER_URL}0`)
      await expect(again).rejects.toMatchObject({ code: 'ERROR_CORE' })
    }
  })
})
