import { isRecord } from '../../../protocol/message.js'
import type { User } from '../../users.js'
import { argumentError, RestError } from '../rest-error.js'
import { type RestParams, toText } from '../rest-params.js'
import { writeUserFields } from './current-user.js'
import { type Method, Page } from './method.js'

/** Each of them is enough. */
export const USER_SCOPES = ['user', 'user_brief', 'user_basic']
const PAGE_SIZE = 50
/** Without counting, and so without a next page. */
const NO_COUNT = -1

type Value = string | number

interface Field {
  of(user: User): Value
  /** Reads what a filter compares it with. */
  read(text: string): Value
}

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['ID', { of: ({ id }) => id, read: Number }],
  ['NAME', { of: ({ name }) => name.toLowerCase(), read: (text) => text.toLowerCase() }],
  [
    'ACTIVE',
    {
      of: ({ active }) => Number(active),
      read: (text) => Number(['1', 'true', 'y'].includes(text.toLowerCase())),
    },
  ],
])

/** A list of values stands for any of them. */
type Operator = (one: Value, wanted: readonly Value[]) => boolean

const isAny: Operator = (one, wanted) => wanted.includes(one)
const isNone: Operator = (one, wanted) => !wanted.includes(one)

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['', isAny],
  ['=', isAny],
  ['!', isNone],
  ['!=', isNone],
  ['>', (one, wanted) => wanted.some((other) => one > other)],
  ['>=', (one, wanted) => wanted.some((other) => one >= other)],
  ['<', (one, wanted) => wanted.some((other) => one < other)],
  ['<=', (one, wanted) => wanted.some((other) => one <= other)],
])

/**
 * Source: the documentation of `user.get`. Users of this portal are filtered and sorted by `ID`, `NAME` and `ACTIVE`, and have no
 * other fields that a filter could mean.
 */
export const userGet: Method = ({ parts, caller, params }) => {
  if (!USER_SCOPES.some((scope) => caller.scopes.includes(scope))) {
    const description = 'The request requires higher privileges than provided by the access token'
    throw new RestError(403, 'insufficient_scope', description)
  }
  const conditions = readConditions(params)
  const found = parts.users.all().filter((user) => conditions.every((isMet) => isMet(user)))
  const { of } = FIELDS.get(params.text('SORT').toUpperCase()) ?? { of: ({ id }: User) => id }
  const direction = params.text('ORDER').toUpperCase() === 'DESC' ? -1 : 1
  found.sort((one, other) => direction * (of(one) < of(other) ? -1 : Number(of(one) > of(other))))
  const start = params.integer('START') ?? 0
  const from = Math.max(start, 0)
  const items = found.slice(from, from + PAGE_SIZE).map(writeUserFields)
  if (start === NO_COUNT) return items
  const next = from + PAGE_SIZE
  return new Page(items, { total: found.length, ...(next < found.length ? { next } : {}) })
}

function readConditions(params: RestParams): ((user: User) => boolean)[] {
  const filter = params.get('FILTER')
  const own = [...FIELDS.keys()].flatMap((name) => {
    const value = params.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return [...own, ...Object.entries(isRecord(filter) ? filter : {})].map(([key, value]) =>
    readCondition(key, value),
  )
}

function readCondition(key: string, value: unknown): (user: User) => boolean {
  const [, prefix = '', name = ''] = /^(\W*)(.*)$/.exec(key) ?? []
  const field = FIELDS.get(name.toUpperCase())
  const isMet = OPERATORS.get(prefix)
  if (!field || !isMet) {
    const known = `${[...FIELDS.keys()].join(', ')}, each behind ${[...OPERATORS.keys()].join(' ').trim()} or nothing`
    throw argumentError('FILTER', `The simulated portal can't filter users by ${key}, only by ${known}`)
  }
  const wanted = (Array.isArray(value) ? value : [value]).map((one) => field.read(toText(one)))
  return (user) => isMet(field.of(user), wanted)
}
