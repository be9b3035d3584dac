import { expect } from 'vitest'
import { BORIS } from '../../../support/test-portal.js'
import { binds, type HttpCall, LISTS, refused, unbindsAllBut } from './http-call.js'

/** The official library sends a form and says that it is plain text, so that no browser asks first. */
export function form(method: string, fields: string): Pick<HttpCall, 'path' | 'contentType' | 'body'> {
  return {
    path: `/rest/${method}.json`,
    contentType: 'text/plain;charset=UTF-8',
    body: (auth) => `auth=${auth}${fields}`,
  }
}

const HANDLER = '&event=OnAppUpdate&handler=http%3A%2F%2Fx.y%2Fh'
const bind = (authType: string) => form('event.bind', HANDLER + authType)
const unbind = (authType: string) => form('event.unbind', HANDLER + authType)

/** What it sends for each third argument of `callBind`. What is no integer counts as 0: the acting user. */
export const LIBRARY_BINDS: Readonly<Record<string, HttpCall>> = {
  'no argument': { ...bind('&auth_type=0'), ...binds() },
  'null, or an empty object': { ...bind(''), ...binds() },
  0: { ...bind('&auth_type=0'), ...binds() },
  'an empty text, or an empty list': { ...bind('&auth_type='), ...binds() },
  'a user, as a number or as text': { ...bind('&auth_type=3'), ...binds(3) },
  false: { ...bind('&auth_type=false'), ...binds() },
  true: { ...bind('&auth_type=true'), ...binds() },
  NaN: { ...bind('&auth_type=NaN'), ...binds() },
  1.5: { ...bind('&auth_type=1.5'), ...binds() },
  'a list': { ...bind('&auth_type[0]=1&auth_type[1]=2'), ...binds() },
  'an object': { ...bind('&auth_type[a]=1'), ...binds() },
  'the callback, in the wrong place': {
    ...bind('&auth_type=function(r)%7B%20CB(r)%3B%20%7D'),
    ...binds(),
  },
  '-1, which is no user': { ...bind('&auth_type=-1'), ...refused(400, 'ERROR_ARGUMENT') },
}

/** What it sends for each third argument of `callUnbind`, and of `callUnBind`. */
export const LIBRARY_UNBINDS: Readonly<Record<string, HttpCall>> = {
  'no argument, null, or an empty object: all': { ...unbind(''), ...unbindsAllBut() },
  0: { ...unbind('&auth_type=0'), ...unbindsAllBut(3) },
  'an empty text, or an empty list': { ...unbind('&auth_type='), ...unbindsAllBut(3) },
  'a user, as a number or as text': { ...unbind('&auth_type=3'), ...unbindsAllBut(0) },
  false: { ...unbind('&auth_type=false'), ...unbindsAllBut(3) },
  true: { ...unbind('&auth_type=true'), ...unbindsAllBut(3) },
  NaN: { ...unbind('&auth_type=NaN'), ...unbindsAllBut(3) },
  1.5: { ...unbind('&auth_type=1.5'), ...unbindsAllBut(3) },
  'a list': { ...unbind('&auth_type[0]=1&auth_type[1]=2'), ...unbindsAllBut(3) },
  'an object': { ...unbind('&auth_type[a]=1'), ...unbindsAllBut(3) },
  '-1, which is no user': { ...unbind('&auth_type=-1'), ...unbindsAllBut(0, 3) },
}

/** What else it sends. */
export const LIBRARY_CALLS: Readonly<Record<string, HttpCall>> = {
  'callBind with all that URLs are written with': {
    ...form(
      'event.bind',
      '&event=OnAppUpdate&handler=http%3A%2F%2Fx.y%2Fh%3Fa%3D1%26b%3Dc%20d%2Be%23%2541%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82&auth_type=0',
    ),
    ...{ status: 200, result: true, after: [['ONAPPUPDATE', 'http://x.y/h?a=1&b=c d+e#%41Привет', 0]] },
  },
  'callBind without arguments, or with empty texts': {
    ...form('event.bind', '&event=&handler=&auth_type=0'),
    ...refused(400, 'ERROR_ARGUMENT'),
  },
  'callBind with an event and a handler that are no texts': {
    ...form('event.bind', '&event=7&auth_type=0&handler[a]=1'),
    ...refused(400, 'ERROR_ARGUMENT'),
  },
  'callBind, where REST is said to be elsewhere': {
    ...{ ...bind('&auth_type=0'), path: '/rest/sub/event.bind.json' },
    ...refused(404, 'ERROR_METHOD_NOT_FOUND'),
  },
  "callMethod('event.bind') by a user who is no administrator": {
    ...{ ...form('event.bind', HANDLER), userId: BORIS },
    ...refused(403, 'ACCESS_DENIED'),
  },
  "callMethod('event.get', {})": { ...form('event.get', '&'), ...LISTS },
  "callMethod('event.get')": { ...form('event.get', ''), ...LISTS },
  'callBatch of event.bind': {
    ...form(
      'batch',
      '&halt=0&cmd[0]=event.bind%3Fevent%3DOnAppUpdate%26handler%3Dhttp%253A%252F%252Fx.y%252Fh%253Fa%253D1%2526b%253D2',
    ),
    status: 200,
    result: {
      ...{ result: [true], result_error: [], result_total: [], result_next: [] },
      result_time: [expect.objectContaining({ duration: expect.any(Number) })],
    },
    after: [['ONAPPUPDATE', 'http://x.y/h?a=1&b=2', 0]],
  },
}
