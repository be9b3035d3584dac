import { BORIS } from '../../../support/test-portal.js'
import { binds, type HttpCall, LISTS, refused, URL_OF_HANDLER, unbindsAllBut } from './http-call.js'

/** The official SDK sends JSON, with the token at the end, and says in the query who it is. */
export function json(
  method: string,
  params: Readonly<Record<string, unknown>>,
  requestId = '0193a7c0-5d1e-7b3a-9f00-0123456789ab',
): Pick<HttpCall, 'path' | 'contentType' | 'body'> {
  return {
    path: `/rest/${method}?bx24_request_id=${requestId}&bx24_sdk_ver=2.2.0&bx24_sdk_type=b24-js-sdk`,
    contentType: 'application/json',
    body: (auth) => JSON.stringify({ ...params, auth }),
  }
}

const HANDLER = { event: 'OnAppUpdate', handler: URL_OF_HANDLER }
const bind = (authType: Readonly<Record<string, unknown>>) => json('event.bind', { ...HANDLER, ...authType })
const unbind = (authType: Readonly<Record<string, unknown>>) =>
  json('event.unbind', { ...HANDLER, ...authType })

/** What it sends for each `auth_type` of `event.bind`. */
export const SDK_BINDS: Readonly<Record<string, HttpCall>> = {
  'none, or undefined': { ...bind({}), ...binds() },
  null: { ...bind({ auth_type: null }), ...binds() },
  0: { ...bind({ auth_type: 0 }), ...binds() },
  'an empty text': { ...bind({ auth_type: '' }), ...binds() },
  'a user': { ...bind({ auth_type: 3 }), ...binds(3) },
  'a user as text': { ...bind({ auth_type: '3' }), ...binds(3) },
}

/** What it sends for each `auth_type` of `event.unbind`. */
export const SDK_UNBINDS: Readonly<Record<string, HttpCall>> = {
  'none, or undefined: all': { ...unbind({}), ...unbindsAllBut() },
  'null: all': { ...unbind({ auth_type: null }), ...unbindsAllBut() },
  0: { ...unbind({ auth_type: 0 }), ...unbindsAllBut(3) },
  'an empty text': { ...unbind({ auth_type: '' }), ...unbindsAllBut(3) },
  'a user': { ...unbind({ auth_type: 3 }), ...unbindsAllBut(0) },
  'a user as text': { ...unbind({ auth_type: '3' }), ...unbindsAllBut(0) },
}

/** What else it sends. */
export const SDK_CALLS: Readonly<Record<string, HttpCall>> = {
  'event.bind with an id of its own for the request': {
    ...{ ...json('event.bind', HANDLER, 'req-1'), ...binds() },
  },
  'event.bind with a start': { ...json('event.bind', { ...HANDLER, start: 5 }), ...binds() },
  'event.bind without parameters': { ...json('event.bind', {}), ...refused(400, 'ERROR_ARGUMENT') },
  'event.bind by a user who is no administrator': {
    ...{ ...bind({ auth_type: 0 }), userId: BORIS },
    ...refused(403, 'ACCESS_DENIED'),
  },
  'event.get': { ...json('event.get', {}), ...LISTS },
}
