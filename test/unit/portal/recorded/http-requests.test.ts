import { describe, expect, it } from 'vitest'
import { createRestRoutes } from '../../../../src/server/rest-routes.js'
import { ANNA, APP_ORIGIN } from '../../../support/test-portal.js'
import { form, LIBRARY_BINDS, LIBRARY_CALLS, LIBRARY_UNBINDS } from './http-by-library.js'
import { json, SDK_BINDS, SDK_CALLS, SDK_UNBINDS } from './http-by-sdk.js'
import { boundFor, type HttpCall, URL_OF_HANDLER } from './http-call.js'
import { HTTP_REFUSALS } from './http-refusals.js'
import { openRecordedApp, type RecordedAppOptions, readAnswer } from './open-app.js'

const CALLS: readonly (readonly [string, HttpCall])[] = [
  ...named("the library's callBind with", LIBRARY_BINDS),
  ...named("the library's callUnbind with", LIBRARY_UNBINDS),
  ...named("the library's", LIBRARY_CALLS),
  ...named("the SDK's event.bind with", SDK_BINDS),
  ...named("the SDK's event.unbind with", SDK_UNBINDS),
  ...named("the SDK's", SDK_CALLS),
]

function named(prefix: string, calls: Readonly<Record<string, HttpCall>>) {
  return Object.entries(calls).map(([name, call]) => [`${prefix} ${name}`, call] as const)
}

function openRest(options?: RecordedAppOptions) {
  const opened = openRecordedApp(options)
  const routes = createRestRoutes(opened.portal)
  return {
    ...opened,
    routes,
    bound: () => opened.portal.handlers().map(({ event, url, authType }) => [event, url, authType]),
    async post({ path, contentType, body }: Pick<HttpCall, 'path' | 'contentType' | 'body'>, token: string) {
      const headers = { origin: APP_ORIGIN, 'content-type': contentType }
      const response = await routes.request(path, { method: 'POST', headers, body: body(token) })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('content-type')).toContain('application/json')
      return { status: response.status, answer: await response.json() }
    },
  }
}

async function openBefore({ before = [] }: HttpCall) {
  const rest = openRest()
  for (const authType of before) await rest.bind('OnAppUpdate', { url: URL_OF_HANDLER, authType })
  return rest
}

describe('a call of an official client', () => {
  it.each(CALLS)('is understood: %s', async (_name, call) => {
    const { app, post, bound } = await openBefore(call)
    const { status, answer } = await post(call, app.tokenFor(call.userId ?? ANNA))
    expect([status, answer.error, answer.result]).toEqual([call.status, call.error, call.result])
    expect(answer).toHaveProperty('time.date_finish')
    expect(bound()).toEqual(call.after ?? boundFor(...(call.before ?? [])))
  })

  it.each(CALLS)('comes to nothing with a token that there is not: %s', async (_name, call) => {
    const { post, bound } = await openBefore(call)
    const { status, answer } = await post(call, 'another')
    expect([status, answer.error]).toEqual([401, 'NO_AUTH_FOUND'])
    expect(bound()).toEqual(boundFor(...(call.before ?? [])))
  })

  it.each(CALLS.filter(([, { contentType }]) => contentType !== 'text/plain;charset=UTF-8'))(
    'is let through by the preflight that a browser sends ahead: %s',
    async (_name, { path }) => {
      const headers = {
        origin: APP_ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      }
      const response = await openRest().routes.request(path, { method: 'OPTIONS', headers })
      expect(response.ok).toBe(true)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-allow-methods')).toContain('POST')
      expect(response.headers.get('access-control-allow-headers')).toContain('content-type')
    },
  )
})

/** A binding, as each of the official clients sends it. */
const WAYS = {
  'the library': (event: string, authType: number) =>
    form('event.bind', `&event=${event}&handler=http%3A%2F%2Fx.y%2Fh&auth_type=${authType}`),
  'the SDK': (event: string, authType: number) =>
    json('event.bind', { event, handler: URL_OF_HANDLER, auth_type: authType }),
}

describe.each(Object.entries(WAYS))('a binding by %s', (_client, write) => {
  it('is carried out where nothing is wrong', async () => {
    const { post, app, bound } = openRest()
    expect((await post(write('OnAppUpdate', 3), app.tokenFor(ANNA))).status).toBe(200)
    expect(bound()).toEqual(boundFor(3))
  })

  it.each(Object.entries(HTTP_REFUSALS))('is refused: %s', async (_name, refusal) => {
    const { event = 'OnAppUpdate', authType = 0, userId = ANNA, limits } = refusal
    const { post, app, bound, clock } = openRest(limits && { portal: { limits } })
    const token = refusal.token ?? app.tokenFor(userId)
    await clock.advance(refusal.after ?? 0)
    const { status, answer } = await post(write(event, authType), token)
    expect([status, answer.error, answer.error_description]).toEqual([
      ...[refusal.status, refusal.error, refusal.description],
    ])
    expect(bound()).toEqual([])
  })

  it.each(['refreshAuth:{}:7', 'refreshAuth:7'])('is repeated with a new token: %s', async (asked) => {
    const { post, send, settle, bound, clock, sid } = openRest()
    send(() => `getInitData::6:${sid}`)
    const old = Object(readAnswer((await settle())[0], '6')).AUTH_ID
    await clock.advance(3_600_000)
    expect((await post(write('OnAppUpdate', 0), old)).answer.error).toBe('expired_token')
    send(() => `${asked}:${sid}`)
    const renewed = Object(readAnswer((await settle())[1], '7')).AUTH_ID
    expect((await post(write('OnAppUpdate', 0), renewed)).answer.result).toBe(true)
    expect(bound()).toEqual(boundFor(0))
  })
})
