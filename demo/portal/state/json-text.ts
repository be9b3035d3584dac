/** What a text says that is to be JSON, or what is wrong with it, and where. */
export type ReadJson = { readonly value: unknown } | { readonly problem: string }

/** Reads JSON that a person has written. Browsers say in many ways what is wrong with it, and not all of them say where. */
export function readJsonText(text: string): ReadJson {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const { at, expected } = findMistake(text) ?? { at: text.length, expected: String(error) }
    const before = text.slice(0, at).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    return {
      problem: `Line ${before.length}, column ${column}: expected ${expected}, not ${writeFound(text, at)}.`,
    }
  }
}

function writeFound(text: string, at: number): string {
  const [found] = text.slice(at, at + 2)
  return found === undefined ? 'the end' : JSON.stringify(found)
}

const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"`
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`
const SPACE = /[ \t\n\r]*/y
const TOKEN = new RegExp(`${STRING}|(?:${NUMBER}|true|false|null)(?![\\w.])|[[\\]{}:,]`, 'y')

/** What may come next, in words. */
const EXPECTED = {
  value: 'a value',
  first: 'a value or ]',
  firstName: 'a name in double quotes or }',
  name: 'a name in double quotes',
  colon: 'a colon',
  afterItem: 'a comma or ]',
  afterMember: 'a comma or }',
  end: 'nothing more',
} as const

type State = keyof typeof EXPECTED

/** Where a text stops being JSON, and what could stand there. `undefined`: it is JSON. */
function findMistake(text: string): { at: number; expected: string } | undefined {
  const open: ('[' | '{')[] = []
  let state: State = 'value'
  let at = 0
  for (;;) {
    SPACE.lastIndex = at
    at += SPACE.exec(text)?.[0].length ?? 0
    if (at === text.length && state === 'end') return undefined
    TOKEN.lastIndex = at
    const [token] = TOKEN.exec(text) ?? []
    const next: State | undefined = token === undefined ? undefined : goOn(state, token, open)
    if (token === undefined || next === undefined) return { at, expected: EXPECTED[state] }
    state = next
    at += token.length
  }
}

/** The state after a token, or `undefined` where it can't stand there. `open` holds what is not closed yet. */
function goOn(state: State, token: string, open: ('[' | '{')[]): State | undefined {
  const afterValue = () => (open.length === 0 ? 'end' : open.at(-1) === '[' ? 'afterItem' : 'afterMember')
  const isClosing = (state === 'first' || state === 'afterItem') && token === ']'
  if (isClosing || ((state === 'firstName' || state === 'afterMember') && token === '}')) {
    open.pop()
    return afterValue()
  }
  switch (state) {
    case 'value':
    case 'first':
      if (token === '[' || token === '{') open.push(token)
      if (token === '[') return 'first'
      if (token === '{') return 'firstName'
      return /^[\]}:,]$/.test(token) ? undefined : afterValue()
    case 'firstName':
    case 'name':
      return token.startsWith('"') ? 'colon' : undefined
    case 'colon':
      return token === ':' ? 'value' : undefined
    case 'afterItem':
      return token === ',' ? 'value' : undefined
    case 'afterMember':
      return token === ',' ? 'name' : undefined
    case 'end':
      return undefined
  }
}
