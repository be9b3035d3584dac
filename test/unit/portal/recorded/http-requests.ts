/** A request that an official client was seen to send. `<auth>` stands for the token. */
export interface RecordedHttpRequest {
  readonly path: string
  readonly contentType: string
  readonly body: string
  /** The handler that is bound then; absent: none. */
  readonly bound?: readonly [event: string, handler: string, authType: number]
  readonly result?: unknown
  readonly error?: string
}

const HANDLER = 'http://x.y/h'
const FORM = { contentType: 'text/plain;charset=UTF-8' }
const JSON_BODY = { contentType: 'application/json' }
const SDK = '?bx24_request_id=0193a7c0&bx24_sdk_ver=2.2.0&bx24_sdk_type=b24-js-sdk'

const bindForm = (authType: string, userId = 0): RecordedHttpRequest => ({
  ...FORM,
  path: '/rest/event.bind.json',
  body: `auth=<auth>&event=OnAppUpdate&handler=http%3A%2F%2Fx.y%2Fh${authType}`,
  bound: ['ONAPPUPDATE', HANDLER, userId],
  result: true,
})

const bindJson = (authType: Record<string, unknown>, userId = 0): RecordedHttpRequest => ({
  ...JSON_BODY,
  path: `/rest/event.bind${SDK}`,
  body: JSON.stringify({ event: 'OnAppUpdate', handler: HANDLER, ...authType, auth: '<auth>' }),
  bound: ['ONAPPUPDATE', HANDLER, userId],
  result: true,
})

/** The official library, which sends a form and calls it plain text. */
export const BY_OFFICIAL_LIBRARY: Readonly<Record<string, RecordedHttpRequest>> = {
  callBind: bindForm('&auth_type=0'),
  'callBind without a user': bindForm(''),
  'callBind with an empty user': bindForm('&auth_type='),
  'callBind with a user': bindForm('&auth_type=3', 3),
  'callBind with false as the user': bindForm('&auth_type=false'),
  'callBind with true as the user': bindForm('&auth_type=true'),
  'callBind with NaN as the user': bindForm('&auth_type=NaN'),
  'callBind with a function in place of the user': bindForm('&auth_type=function(r)%7B%20CB(r)%3B%20%7D'),
  'callBind with a list as the user': bindForm('&auth_type[0]=1&auth_type[1]=2'),
  'callBind with an object as the user': bindForm('&auth_type[a]=1'),
  'callBind with odd characters in the URL': {
    ...bindForm('&auth_type=0'),
    body: 'auth=<auth>&event=OnAppUpdate&handler=http%3A%2F%2Fx.y%2Fh%3Fa%3D1%26b%3Dc%20d%2Be%23%2541%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82&auth_type=0',
    bound: ['ONAPPUPDATE', 'http://x.y/h?a=1&b=c d+e#%41Привет', 0],
  },
  'callBind without arguments': {
    ...FORM,
    path: '/rest/event.bind.json',
    body: 'auth=<auth>&event=&handler=&auth_type=0',
    error: 'ERROR_ARGUMENT',
  },
  'callBind with a user who is none': {
    ...FORM,
    path: '/rest/event.bind.json',
    body: 'auth=<auth>&event=OnAppUpdate&handler=http%3A%2F%2Fx.y%2Fh&auth_type=-1',
    error: 'ERROR_ARGUMENT',
  },
  'callUnbind of all users': {
    ...FORM,
    path: '/rest/event.unbind.json',
    body: 'auth=<auth>&event=OnAppUpdate&handler=http%3A%2F%2Fx.y%2Fh',
    result: { count: 0 },
  },
  'event.get': { ...FORM, path: '/rest/event.get.json', body: 'auth=<auth>&', result: [] },
  'event.get without parameters': { ...FORM, path: '/rest/event.get.json', body: 'auth=<auth>', result: [] },
  'callBatch of event.bind': {
    ...FORM,
    path: '/rest/batch.json',
    body: 'auth=<auth>&halt=0&cmd[0]=event.bind%3Fevent%3DOnAppUpdate%26handler%3Dhttp%253A%252F%252Fx.y%252Fh%253Fa%253D1%2526b%253D2',
    bound: ['ONAPPUPDATE', 'http://x.y/h?a=1&b=2', 0],
  },
}

/** The official SDK, which sends JSON, after a preflight, and more in the query. */
export const BY_OFFICIAL_SDK: Readonly<Record<string, RecordedHttpRequest>> = {
  'event.bind': bindJson({}),
  'event.bind with null as the user': bindJson({ auth_type: null }),
  'event.bind with 0 as the user': bindJson({ auth_type: 0 }),
  'event.bind with an empty user': bindJson({ auth_type: '' }),
  'event.bind with a user': bindJson({ auth_type: 3 }, 3),
  'event.bind with a user as text': bindJson({ auth_type: '3' }, 3),
  'event.bind with a start': bindJson({ start: 5 }),
  'event.bind without parameters': {
    ...JSON_BODY,
    path: `/rest/event.bind${SDK}`,
    body: '{"auth":"<auth>"}',
    error: 'ERROR_ARGUMENT',
  },
  'event.unbind': {
    ...JSON_BODY,
    path: `/rest/event.unbind${SDK}`,
    body: '{"event":"OnAppUpdate","handler":"http://x.y/h","auth":"<auth>"}',
    result: { count: 0 },
  },
  'event.get': { ...JSON_BODY, path: `/rest/event.get${SDK}`, body: '{"auth":"<auth>"}', result: [] },
}
