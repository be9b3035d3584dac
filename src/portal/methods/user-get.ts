import { isRecord } from '../../protocol/message.js'
import { argumentError, RestError } from '../rest-error.js'
import { type RestParams, toText } from '../rest-params.js'
import type { User } from '../users.js'
import { writeUserFields } from './current-user.js'
import { type Method, Page } from './method.js'

/** Each of them is enough. */
export const USER_SCOPES = ['user', 'user_brief', 'user_basic']
const PAGE_SIZE = 50
/** Without counting, and so without a next page. */
const NO_COUNT = -1

type Field = string | number

const FIELDS = new Map<string, (user: User) => Field>([
  ['ID', ({ id }) => id],
  ['NAME', ({ name }) => name.toLowerCase()],
  ['ACTIVE', ({ active }) => Number(active)],
])

const OPERATORS = new Map<string, (one: Field, other: Field) => boolean>([
  ['', (one, other) => one === other],
  ['=', (one, other) => one === other],
  ['!', (one, other) => one !== other],
  ['!=', (one, other) => one !== other],
  ['>', (one, other) => one > other],
  ['>=', (one, other) => one >= other],
  ['<', (one, other) => one < other],
  ['<=', (one, other) => one <= other],
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
  const read = FIELDS.get(params.text('SORT').toUpperCase()) ?? (({ id }: User) => id)
  const direction = params.text('ORDER').toUpperCase() === 'DESC' ? -1 : 1
  found.sort((one, other) => direction * (read(one) < read(other) ? -1 : Number(read(one) > read(other))))
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

/** A list of values stands for any of them. */
function readCondition(key: string, value: unknown): (user: User) => boolean {
  const [, prefix = '', name = ''] = /^(\W*)(.*)$/.exec(key) ?? []
  const read = FIELDS.get(name.toUpperCase())
  const compare = OPERATORS.get(prefix)
  if (!read || !compare) {
    const known = `${[...FIELDS.keys()].join(', ')}, each behind ${[...OPERATORS.keys()].join(' ').trim()} or nothing`
    throw argumentError('FILTER', `The simulated portal can't filter users by ${key}, only by ${known}`)
  }
  const wanted = (Array.isArray(value) ? value : [value]).map((one) => readValue(name, one))
  const isNegative = prefix.startsWith('!')
  return (user) =>
    isNegative
      ? wanted.every((one) => compare(read(user), one))
      : wanted.some((one) => compare(read(user), one))
}

function readValue(name: string, value: unknown): Field {
  if (/^name$/i.test(name)) return toText(value).toLowerCase()
  if (/^id$/i.test(name)) return Number(toText(value))
  return Number(['1', 'true', 'y'].includes(toText(value).toLowerCase()))
}
