import { expect } from 'vitest'
import type { Write } from './open-app.js'

/**
 * What pages of live portals answer, and what they meet with silence: raw messages, and those of the official library and SDK.
 * `7` is the id that the sender has given its question.
 */
export interface AnsweredRequest {
  readonly sent: Write
  /** The id that the answer begins with. Default: `7`. */
  readonly answeredTo?: string
  readonly answer: unknown
}

const text: unknown = expect.any(String)
const flag: unknown = expect.any(Boolean)
const seconds: unknown = expect.stringMatching(/^\d+$/)

export const NEW_TOKEN = { AUTH_ID: text, AUTH_EXPIRES: seconds, REFRESH_ID: text }

/** What every page tells an app of its opening; here an administrator's, outside all placements. */
export const INIT_DATA = {
  ...{ LANG: text, DOMAIN: text, PROTOCOL: expect.any(Number) as unknown, PATH: '/rest' },
  ...{ ...NEW_TOKEN, MEMBER_ID: text },
  ...{ FIRST_RUN: flag, IS_ADMIN: true, INSTALL: flag, USER_OPTIONS: {}, APP_OPTIONS: {} },
  ...{ PLACEMENT: 'DEFAULT', PLACEMENT_OPTIONS: null },
}

export const NOTHING_BEYOND = { command: [], event: [] }

const OPTION = '{"name":"a","value":"1"}'
const ECHO = '{"__proto__":{"x":1},"install":true}'
const LONG_ID = 'x'.repeat(10_000)

/**
 * What every page does; the forms of messages, which are the same for all commands. What is seen here in `setInstall`, which
 * gives its parameters back, was seen in `setTitle`, and the key of prototypes in a command that a script had added.
 */
export const ANSWERED_FORMS: Readonly<Record<string, AnsweredRequest>> = {
  'four parts, no parameters': { sent: (sid) => `getInitData::7:${sid}`, answer: INIT_DATA },
  'three parts, as the SDK writes': { sent: (sid) => `getInitData:7:${sid}`, answer: INIT_DATA },
  'an empty object as parameters': { sent: (sid) => `getInitData:{}:7:${sid}`, answer: INIT_DATA },
  'null as parameters': { sent: (sid) => `getInitData:null:7:${sid}`, answer: INIT_DATA },
  'an id with quotes and spaces': {
    ...{ sent: (sid) => `getInitData:{}:a "b' c:${sid}`, answeredTo: `a "b' c`, answer: INIT_DATA },
  },
  'an id of 10 kB': {
    ...{ sent: (sid) => `getInterface::${LONG_ID}:${sid}`, answeredTo: LONG_ID, answer: NOTHING_BEYOND },
  },
  'JSON in the place of the id, where a colon is missing': {
    ...{ sent: (sid) => `getInitData:{}:${sid}`, answeredTo: '{}', answer: INIT_DATA },
  },
  'colons and quotes in the JSON': {
    sent: (sid) => `setInstall:{"install":"a:b \\"c\\": d::"}:7:${sid}`,
    answer: { install: 'a:b "c": d::' },
  },
  'JSON that ends as a message does': {
    sent: (sid) => `setInstall:{"install":"x:y:z"}:7:${sid}`,
    answer: { install: 'x:y:z' },
  },
  'letters of all kinds': {
    sent: (sid) => `setInstall:{"install":"Привет 😀"}:7:${sid}`,
    answer: { install: 'Привет 😀' },
  },
  'a key that prototypes have, which comes back as a key': {
    sent: (sid) => `setInstall:${ECHO}:7:${sid}`,
    answer: JSON.parse(ECHO),
  },
}

/** What pages since 2025 answer; older ones meet an object with silence. */
export const ANSWERED_OBJECTS: Readonly<Record<string, AnsweredRequest>> = {
  'an object without parameters': {
    sent: (appSid) => ({ method: 'getInitData', params: '', callback: '7', appSid }),
    answer: INIT_DATA,
  },
  'an object with parameters': {
    sent: (appSid) => ({ method: 'setInstall', params: { install: true }, callback: '7', appSid }),
    answer: { install: true },
  },
  'an object whose id is a number': {
    sent: (appSid) => ({ method: 'getInterface', callback: 7, appSid }),
    answer: NOTHING_BEYOND,
  },
}

/** What every page does; the commands. */
export const ANSWERED_COMMANDS: Readonly<Record<string, AnsweredRequest>> = {
  'what there is beyond the common commands': {
    sent: (sid) => `getInterface::7:${sid}`,
    answer: NOTHING_BEYOND,
  },
  'the same, with parameters': { sent: (sid) => `getInterface:{}:7:${sid}`, answer: NOTHING_BEYOND },
  'the same, as the SDK asks': { sent: (sid) => `getInterface:7:${sid}`, answer: NOTHING_BEYOND },
  'a new token': { sent: (sid) => `refreshAuth:{}:7:${sid}`, answer: NEW_TOKEN },
  'a new token, as the SDK asks': { sent: (sid) => `refreshAuth:7:${sid}`, answer: NEW_TOKEN },
  'the end of the first run': {
    sent: (sid) => `setInstall:{"install":true}:7:${sid}`,
    answer: { install: true },
  },
  'an option of the user': {
    sent: (sid) => `setUserOption:${OPTION}:7:${sid}`,
    answer: { name: 'a', value: '1' },
  },
  'an option of the app, which answers all of them': {
    sent: (sid) => `setAppOption:${OPTION}:7:${sid}`,
    answer: { a: '1' },
  },
}

/** Met with silence by every page, without harm. */
export const SILENT: Readonly<Record<string, Write>> = {
  'no id: no answer is wanted': (sid) => `getInitData:::${sid}`,
  'no id, for a token': (sid) => `refreshAuth:{}::${sid}`,
  'no id, for an option, as the library sets it': (sid) => `setUserOption:${OPTION}::${sid}`,
  'no id, for the end of the first run, as the library tells it': (sid) =>
    `setInstall:{"install":true}::${sid}`,
  'an empty id in three parts': (sid) => `getInitData::${sid}`,
  'callBind, in pages that nobody has taught it': (sid) =>
    `callBind:{"event":"OnAppUpdate","handler":"http://x.y/h"}:7:${sid}`,
  'callBind, as the SDK passes it on': (sid) => `callBind:{"event":"E","isRawValue":false}:7:${sid}`,
  'callBind without parameters': (sid) => `callBind:{}:7:${sid}`,
  callUnbind: (sid) => `callUnbind:{"event":"OnAppUpdate","handler":"http://x.y/h"}:7:${sid}`,
  callUnBind: (sid) => `callUnBind:{"event":"OnAppUpdate","handler":"http://x.y/h"}:7:${sid}`,
  'a command of another placement': (sid) => `doIt:{"a":1}:7:${sid}`,
  'such a command without parameters': (sid) => `doIt:{}:7:${sid}`,
  'such a command, as the SDK sends it': (sid) => `doIt:{"a":1,"isRawValue":false}:7:${sid}`,
  'such a command of the SDK without parameters': (sid) => `doIt:{"isRawValue":false}:7:${sid}`,
  'setValue of the SDK': (sid) => `setValue:{"a":"x:y"}:7:${sid}`,
  'another case': (sid) => `getinitdata::7:${sid}`,
  'a leading space': (sid) => ` getInitData::7:${sid}`,
  'no command': (sid) => `:{}:7:${sid}`,
  'another sid': () => 'getInitData::7:another',
  'an empty sid': () => 'getInitData::7:',
  'the sid in upper case': (sid) => `getInitData::7:${sid.toUpperCase()}`,
  'the sid with a space behind it': (sid) => `getInitData::7:${sid} `,
  'an empty text': () => '',
  'the sid alone': (sid) => sid,
  'a command alone': () => 'getInitData',
  'an object without an id': (appSid) => ({ method: 'getInitData', appSid }),
  'an object with another sid': () => ({ method: 'getInitData', callback: '7', appSid: '0' }),
  'an object that names constructor': (appSid) => ({ method: 'constructor', callback: '7', appSid }),
  'an object whose command has a colon, in pages that nobody has taught it': (appSid) => ({
    ...{ method: 'my:cmd', params: { a: 1, isRawValue: false }, callback: '7', appSid },
  }),
  'a number': () => 5,
  null: () => null,
  undefined: () => undefined,
  true: () => true,
  'a list': (sid) => [`getInitData::7:${sid}`],
  'a text that is an object': (sid) => Object(`getInterface::7:${sid}`),
  'a buffer': () => new ArrayBuffer(8),
  'a map': () => new Map([['method', 'getInitData']]),
}

/** What every page does; the commands about the looks of the app's place, which is 800 by 400 at first, in a page of 1,000. */
export const ANSWERED_INTERFACE: Readonly<Record<string, AnsweredRequest>> = {
  'a size in numbers': {
    sent: (sid) => `resizeWindow:{"width":500,"height":300}:7:${sid}`,
    answer: { width: 500, height: 300 },
  },
  'all of the width, as fitting a window asks for it': {
    sent: (sid) => `resizeWindow:{"width":"100%","height":777}:7:${sid}`,
    answer: { width: 1000, height: 777 },
  },
  'a size in texts': {
    sent: (sid) => `resizeWindow:{"width":"640px","height":"480px"}:7:${sid}`,
    answer: { width: 640, height: 480 },
  },
  'a size below nothing, which leaves the place as it is': {
    sent: (sid) => `resizeWindow:{"width":-5,"height":-5}:7:${sid}`,
    answer: { width: 800, height: 400 },
  },
  'no size at all: a width of 100, and the height that there is': {
    sent: (sid) => `resizeWindow:{"width":0,"height":0}:7:${sid}`,
    answer: { width: 100, height: 400 },
  },
  'no size, by no parameters': {
    sent: (sid) => `resizeWindow::7:${sid}`,
    answer: { width: 100, height: 400 },
  },
  'a size with fractions': {
    sent: (sid) => `resizeWindow:{"width":300.7,"height":200.9}:7:${sid}`,
    answer: { width: 300, height: 200 },
  },
  'a title': { sent: (sid) => `setTitle:{"title":"Hi"}:7:${sid}`, answer: { title: 'Hi' } },
  'a title with colons and quotes': {
    sent: (sid) => `setTitle:{"title":"a:b \\"c\\": d::"}:7:${sid}`,
    answer: { title: 'a:b "c": d::' },
  },
  'a title that ends as a message does': {
    sent: (sid) => `setTitle:{"title":"x:y:z"}:7:${sid}`,
    answer: { title: 'x:y:z' },
  },
  'a title in letters of all kinds': {
    sent: (sid) => `setTitle:{"title":"Привет 😀  "}:7:${sid}`,
    answer: { title: 'Привет 😀  ' },
  },
  'a title in an object, since 2025': {
    sent: (appSid) => ({ method: 'setTitle', params: { title: 'Hi' }, callback: '7', appSid }),
    answer: { title: 'Hi' },
  },
  'a place to scroll to': { sent: (sid) => `setScroll:{"scroll":10}:7:${sid}`, answer: { scroll: 10 } },
}

/** Of the user interface, and met with silence by live pages: no answer is wanted, or the event has not happened. */
export const SILENT_INTERFACE: Readonly<Record<string, Write>> = {
  'a title, without an id': (sid) => `setTitle:{"title":"Hi"}::${sid}`,
  'a title, without an id, in a call of the library without a callback': (sid) =>
    `setTitle:{"title":"a"}::${sid}`,
  'an event of a placement, outside all placements': (sid) =>
    `placementBindEvent:{"event":"onDealChange"}:7:${sid}`,
  'an event that there is not': (sid) => `placementBindEvent:{"event":"nope"}:7:${sid}`,
  'an event in another case': (sid) => `placementBindEvent:{"event":"ONDEALCHANGE"}:7:${sid}`,
  'no event': (sid) => `placementBindEvent:{}:7:${sid}`,
  'an event, without an id': (sid) => `placementBindEvent:{"event":"onDealChange"}::${sid}`,
}
