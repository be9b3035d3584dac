import { expect, it } from 'vitest'
import { createRestRoutes } from '../../../../src/server/rest-routes.js'
import { ANNA, createTestPortal } from '../../../support/test-portal.js'
import { BY_OFFICIAL_LIBRARY, BY_OFFICIAL_SDK, type RecordedHttpRequest } from './http-requests.js'

const APP = 'http://127.0.0.1:3000'
const NAMED = [
  ...Object.entries(BY_OFFICIAL_LIBRARY).map(([name, request]) => [`library: ${name}`, request] as const),
  ...Object.entries(BY_OFFICIAL_SDK).map(([name, request]) => [`SDK: ${name}`, request] as const),
]

function openRest() {
  const testPortal = createTestPortal()
  const routes = createRestRoutes(testPortal.portal)
  return {
    ...testPortal,
    routes,
    send({ path, contentType, body }: RecordedHttpRequest, token = testPortal.app.tokenFor(ANNA)) {
      const headers = { origin: APP, 'content-type': contentType }
      return routes.request(path, { method: 'POST', headers, body: body.replace('<auth>', token) })
    },
  }
}

it.each(NAMED)('understands what the official %s', async (_name, request) => {
  const { send, portal } = openRest()
  const response = await send(request)
  const { result, error } = await response.json()
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect([response.status, error]).toEqual(request.error ? [400, request.error] : [200, undefined])
  if (request.result !== undefined) expect(result).toEqual(request.result)
  const bound = portal.handlers().map(({ event, url, authType }) => [event, url, authType])
  expect(bound).toEqual(request.bound ? [request.bound] : [])
})

it.each(NAMED)(
  'takes nobody for the user of a token that is wrong: the official %s',
  async (_name, request) => {
    const { send, portal } = openRest()
    const response = await send(request, 'wrong')
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: 'NO_AUTH_FOUND' })
    expect(portal.handlers()).toEqual([])
  },
)

it.each(Object.entries(BY_OFFICIAL_SDK))(
  "answers the preflight of the official SDK's %s",
  async (_name, { path }) => {
    const { routes } = openRest()
    const headers = {
      origin: APP,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const response = await routes.request(path, { method: 'OPTIONS', headers })
    expect(response.ok).toBe(true)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-methods')).toContain('POST')
    expect(response.headers.get('access-control-allow-headers')).toContain('content-type')
  },
)
