import type { Write } from './open-app.js'

/** Where pages of live portals do one thing with a message, and this portal another. */
export interface Difference {
  readonly sent: Write
  /** What live pages do. */
  readonly there:
    | 'answer'
    | 'answer since 2025'
    | 'call what every object has'
    | 'throw into the page'
    | 'throw into the page since 2025'
    | 'answer nothing any more'
  /** What this one answers to the id `7`; absent: nothing. */
  readonly here?: unknown
  readonly reason: string
}

const STRICT_FORM = 'what has not the form of a request is none'
const PAGE_UNHARMED = 'an app must not be able to break the page'
const NAMES = 'only what is listed is a command, not what an object happens to have'

/** Names that live pages look up on an object, and so find there. */
const CALLED = [
  ...['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', 'propertyIsEnumerable'],
  ...['toLocaleString', '__lookupGetter__', '__defineGetter__', '__defineSetter__'],
]
const FOUND_BUT_NOT_CALLABLE = ['__proto__', 'events', 'superclass']

function named(names: readonly string[], there: Difference['there']): Record<string, Difference> {
  const differences = names.map((name): [string, Difference] => [
    `the command ${name}`,
    { sent: (sid) => `${name}:{}:7:${sid}`, there, reason: NAMES },
  ])
  return Object.fromEntries(differences)
}

/** A title that is none: live pages give back what they were sent, and have the title `undefined` then. */
function titled(params: readonly string[], there: Difference['there']): Record<string, Difference> {
  const differences = params.map((text): [string, Difference] => [
    `a title that is in no object: ${text || 'nothing'}`,
    {
      sent: (sid) => `setTitle:${text}:7:${sid}`,
      ...{ there, here: {}, reason: 'parameters are an object in every command' },
    },
  ])
  return Object.fromEntries(differences)
}

export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  ...named(CALLED, 'call what every object has'),
  ...named(FOUND_BUT_NOT_CALLABLE, 'throw into the page'),
  'the command __defineGetter__ for what the page reads next': {
    sent: (sid) => `__defineGetter__:"params":7:${sid}`,
    ...{ there: 'answer nothing any more', reason: PAGE_UNHARMED },
  },

  'two parts, where the command is the id': {
    ...{ sent: (sid) => `getInitData:${sid}`, there: 'answer', reason: STRICT_FORM },
  },
  'an object whose method is a list': {
    sent: (appSid) => ({ method: ['getInterface'], callback: '7', appSid }),
    ...{ there: 'answer since 2025', reason: STRICT_FORM },
  },
  'an object whose sid is a list': {
    sent: (sid) => ({ method: 'getInterface', callback: '7', appSid: [sid] }),
    ...{ there: 'answer since 2025', reason: STRICT_FORM },
  },

  'five parts': {
    sent: (sid) => `getInitData:{}:extra:7:${sid}`,
    ...{ there: 'throw into the page', reason: PAGE_UNHARMED },
  },
  'five parts, one of them empty': {
    sent: (sid) => `getInitData::extra:7:${sid}`,
    ...{ there: 'throw into the page', reason: PAGE_UNHARMED },
  },
  'an id with a colon': {
    sent: (sid) => `getInitData::a:b:${sid}`,
    ...{ there: 'throw into the page', reason: PAGE_UNHARMED },
  },
  'a command with a colon, in a text': {
    sent: (sid) => `my:cmd:{"a":1}:7:${sid}`,
    ...{ there: 'throw into the page', reason: PAGE_UNHARMED },
  },
  'no JSON': {
    sent: (sid) => `setTitle:{"title":}:7:${sid}`,
    ...{ there: 'throw into the page', reason: PAGE_UNHARMED },
  },
  'no JSON, for a command that there is not': {
    sent: (sid) => `callBind:{oops:7:${sid}`,
    ...{ there: 'throw into the page', reason: PAGE_UNHARMED },
  },
  'no JSON, with another sid': {
    sent: () => 'setTitle:{oops:7:another',
    ...{ there: 'throw into the page since 2025', reason: PAGE_UNHARMED },
  },

  'no parameters, which live pages give back as an empty list': {
    ...{ sent: (sid) => `setInstall::7:${sid}`, there: 'answer', here: {} },
    reason: 'parameters are an object in every command',
  },
  ...titled(['', '5', '"x"', '[1,2]'], 'answer'),
  ...titled(['null'], 'throw into the page'),
  'an object with a text as its parameters': {
    sent: (appSid) => ({ method: 'setTitle', params: '{"title":"Hi"}', callback: '7', appSid }),
    ...{ there: 'answer since 2025', here: {}, reason: 'parameters are an object in every command' },
  },
  'a path that is not open to apps': {
    sent: (sid) => `openPath:{"path":"/foo/"}:7:${sid}`,
    ...{ there: 'answer since 2025', reason: 'there is no other page to open; older pages are silent too' },
  },
}
