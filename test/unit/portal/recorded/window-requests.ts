import { expect } from 'vitest'

/**
 * What apps, official clients and attackers were seen to send to the pages of live portals, and what those pages answered.
 * `<sid>` stands for the id of the opening, `7` for the id of a question.
 */
export interface RecordedRequest {
  readonly sent: unknown
  /** The id that the answer begins with; absent: the page was silent. */
  readonly answeredTo?: string
  /** What the answer holds. Default: what `getInitData` answers. */
  readonly answer?: unknown
}

const text = expect.any(String) as unknown

/** What every page tells an app of its opening. */
export const INIT_DATA = {
  ...{ LANG: text, DOMAIN: text, PROTOCOL: expect.any(Number) as unknown, PATH: '/rest' },
  ...{ AUTH_ID: text, AUTH_EXPIRES: text, REFRESH_ID: text, MEMBER_ID: text },
  ...{ FIRST_RUN: expect.any(Boolean) as unknown, IS_ADMIN: true, INSTALL: expect.any(Boolean) as unknown },
  ...{ USER_OPTIONS: {}, APP_OPTIONS: {}, PLACEMENT: 'DEFAULT', PLACEMENT_OPTIONS: null },
}

const NOTHING_BEYOND = { command: [], event: [] }
const OPTION = '{"name":"a","value":"1"}'
const LONG_ID = 'x'.repeat(10_000)

/** Answered by live portals, and by this one. */
export const ANSWERED: Readonly<Record<string, RecordedRequest>> = {
  'four parts, no parameters': { sent: 'getInitData::7:<sid>', answeredTo: '7' },
  'three parts, as the official SDK asks': { sent: 'getInitData:7:<sid>', answeredTo: '7' },
  'an empty object of parameters': { sent: 'getInitData:{}:7:<sid>', answeredTo: '7' },
  'null as parameters': { sent: 'getInitData:null:7:<sid>', answeredTo: '7' },
  'an id with quotes and spaces': { sent: `getInitData:{}:a "b' c:<sid>`, answeredTo: `a "b' c` },
  'JSON as the id, where a colon is missing': { sent: 'getInitData:{}:<sid>', answeredTo: '{}' },
  'an object': {
    sent: { method: 'getInitData', params: '', callback: '7', appSid: '<sid>' },
    answeredTo: '7',
  },
  'an object whose id is a number': {
    sent: { method: 'getInterface', callback: 7, appSid: '<sid>' },
    answeredTo: '7',
    answer: NOTHING_BEYOND,
  },
  'what the page has beyond': { sent: 'getInterface::7:<sid>', answeredTo: '7', answer: NOTHING_BEYOND },
  'the same with parameters': { sent: 'getInterface:{}:7:<sid>', answeredTo: '7', answer: NOTHING_BEYOND },
  'the same in three parts': { sent: 'getInterface:7:<sid>', answeredTo: '7', answer: NOTHING_BEYOND },
  'an id of 10 kB': { sent: `getInterface::${LONG_ID}:<sid>`, answeredTo: LONG_ID, answer: NOTHING_BEYOND },
  'a new token': {
    sent: 'refreshAuth:{}:7:<sid>',
    answeredTo: '7',
    answer: { AUTH_ID: text, AUTH_EXPIRES: text, REFRESH_ID: text },
  },
  'a new token, in three parts': {
    sent: 'refreshAuth:7:<sid>',
    answeredTo: '7',
    answer: { AUTH_ID: text, AUTH_EXPIRES: text, REFRESH_ID: text },
  },
  'the end of the first run': {
    sent: 'setInstall:{"install":true}:7:<sid>',
    answeredTo: '7',
    answer: { install: true },
  },
  'an option of the user': {
    sent: `setUserOption:${OPTION}:7:<sid>`,
    answeredTo: '7',
    answer: { name: 'a', value: '1' },
  },
  'an option of the app, which answers all of them': {
    sent: `setAppOption:${OPTION}:7:<sid>`,
    answeredTo: '7',
    answer: { a: '1' },
  },
}

/** Met with silence by live portals, and by this one. */
export const SILENT: Readonly<Record<string, unknown>> = {
  'no id: no answer is wanted': 'getInitData:::<sid>',
  'no id, for a token': 'refreshAuth:{}::<sid>',
  'no id, for an option': `setUserOption:${OPTION}::<sid>`,
  'an empty id in three parts': 'getInitData::<sid>',
  'the end of the first run, as the official library tells it': 'setInstall:{"install":true}::<sid>',
  'our own callBind, which no portal has':
    'callBind:{"event":"OnAppUpdate","handler":"http://x.y/h"}:7:<sid>',
  'our own callUnbind': 'callUnbind:{"event":"OnAppUpdate","handler":"http://x.y/h"}:7:<sid>',
  callUnBind: 'callUnBind:{"event":"OnAppUpdate","handler":"http://x.y/h"}:7:<sid>',
  'a command of a placement that is not there': 'doIt:{"a":1}:7:<sid>',
  'such a command without parameters': 'doIt:{}:7:<sid>',
  'such a command, as the official SDK sends it': 'doIt:{"a":1,"isRawValue":false}:7:<sid>',
  'setValue, with a colon in its parameters': 'setValue:{"a":"x:y"}:7:<sid>',
  'a command with a colon in its name': 'my:cmd:{"a":1}:7:<sid>',
  'another case': 'getinitdata::7:<sid>',
  'a leading space': ' getInitData::7:<sid>',
  'no command': ':{}:7:<sid>',
  'another sid': 'getInitData::7:another',
  'an empty sid': 'getInitData::7:',
  'the sid in upper case': 'getInitData::7:<SID>',
  'the sid with a space behind it': 'getInitData::7:<sid> ',
  'an empty text': '',
  'the sid alone': '<sid>',
  'a command alone': 'getInitData',
  'five parts': 'getInitData:{}:extra:7:<sid>',
  'five parts, one of them empty': 'getInitData::extra:7:<sid>',
  'an id with a colon': 'getInitData::a:b:<sid>',
  'what is no JSON': 'callBind:{oops:7:<sid>',
  'an object without an id': { method: 'getInitData', appSid: '<sid>' },
  'an object with another sid': { method: 'getInitData', callback: '7', appSid: '0' },
  'an object that names constructor': { method: 'constructor', callback: '7', appSid: '<sid>' },
  'a number': 5,
  null: null,
  undefined: undefined,
  true: true,
  'a list': ['getInitData::7:<sid>'],
  'a buffer': new ArrayBuffer(8),
  'a map': new Map([['method', 'getInitData']]),
}

/** Names that the pages of live portals look up on an object, and so find there: they call them, or throw. */
export const NAMES_OF_OBJECTS: readonly string[] = [
  ...['constructor', '__proto__', 'toString', 'events', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'],
  ...['propertyIsEnumerable', 'toLocaleString', 'superclass'],
  ...['__lookupGetter__', '__defineGetter__', '__defineSetter__'],
]

/** Answered by live portals, and not by this one: what is no request in due form counts as none. */
export const ANSWERED_BY_OTHERS: Readonly<Record<string, unknown>> = {
  'two parts': 'getInitData:<sid>',
  'an object whose method is a list': { method: ['getInterface'], callback: '7', appSid: '<sid>' },
  'an object whose sid is a list': { method: 'getInterface', callback: '7', appSid: ['<sid>'] },
}
